package dev.berth.jobs;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.testing.TestDatabases;

class SqliteJobWorkerTest extends JobWorkerContract {
    @Override
    TestDatabases openDatabases() {
        return TestDatabases.sqlite();
    }

    /// One process has the file; its two workers share it.
    @Override
    Database openAgain(TestDatabases databases) {
        return databases.database();
    }

    @Override
    String anHourAgo() {
        return "(unixepoch() - 3600) * 1000";
    }
}
