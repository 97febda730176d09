package dev.berth.registry.push;

import dev.berth.platform.database.testing.TestDatabases;

class LeasesTest extends LeasesContract {
    LeasesTest() {
        super(TestDatabases.sqlite());
    }
}
