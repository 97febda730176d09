package dev.berth.platform.database;

import dev.berth.platform.database.testing.TestDatabases;

class PostgresDatabaseIT extends DatabaseContract {
    @Override
    TestDatabases open() {
        return TestDatabases.postgres();
    }
}
