package dev.berth.platform.database;

import dev.berth.platform.database.testing.TestDatabases;

class ListColumnsTest extends ListColumnsContract {
    ListColumnsTest() {
        super(TestDatabases.sqlite());
    }
}
