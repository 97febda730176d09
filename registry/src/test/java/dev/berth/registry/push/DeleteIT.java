package dev.berth.registry.push;

import dev.berth.platform.database.testing.TestDatabases;

class DeleteIT extends DeleteContract {
    DeleteIT() {
        super(TestDatabases.postgres());
    }
}
