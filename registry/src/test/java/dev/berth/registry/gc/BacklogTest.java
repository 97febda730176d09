package dev.berth.registry.gc;

import dev.berth.platform.database.testing.TestDatabases;

class BacklogTest extends BacklogContract {
    BacklogTest() {
        super(TestDatabases.sqlite());
    }
}
