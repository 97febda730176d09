package dev.berth.registry.push;

import dev.berth.platform.database.testing.TestDatabases;

class LeasesIT extends LeasesContract {
    LeasesIT() {
        super(TestDatabases.postgres());
    }
}
