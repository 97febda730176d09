package dev.berth.platform.database;

import dev.berth.platform.database.testing.TestDatabases;

class SqliteDatabaseTest extends DatabaseContract {
    @Override
    TestDatabases open() {
        return TestDatabases.sqlite();
    }
}
