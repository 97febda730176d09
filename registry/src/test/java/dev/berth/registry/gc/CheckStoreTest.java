package dev.berth.registry.gc;

import dev.berth.platform.database.testing.TestDatabases;

class CheckStoreTest extends CheckStoreContract {
    CheckStoreTest() {
        super(TestDatabases.sqlite());
    }
}
