package dev.berth.registry.gc;

import dev.berth.platform.database.testing.TestDatabases;

class BacklogIT extends BacklogContract {
    BacklogIT() {
        super(TestDatabases.postgres());
    }
}
