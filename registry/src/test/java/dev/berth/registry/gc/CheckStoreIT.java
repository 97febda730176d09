package dev.berth.registry.gc;

import dev.berth.platform.database.testing.TestDatabases;

class CheckStoreIT extends CheckStoreContract {
    CheckStoreIT() {
        super(TestDatabases.postgres());
    }
}
