package dev.berth.platform.database;

import dev.berth.platform.database.testing.TestDatabases;

class ListColumnsIT extends ListColumnsContract {
    ListColumnsIT() {
        super(TestDatabases.postgres());
    }
}
