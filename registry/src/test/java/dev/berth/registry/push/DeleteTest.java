package dev.berth.registry.push;

import dev.berth.platform.database.testing.TestDatabases;

class DeleteTest extends DeleteContract {
    DeleteTest() {
        super(TestDatabases.sqlite());
    }
}
