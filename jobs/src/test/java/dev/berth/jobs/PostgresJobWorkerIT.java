package dev.berth.jobs;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.Databases;
import dev.berth.platform.database.testing.TestDatabases;

class PostgresJobWorkerIT extends JobWorkerContract {
    @Override
    TestDatabases openDatabases() {
        return TestDatabases.postgres();
    }

    @Override
    Database openAgain(TestDatabases databases) {
        return Databases.open(databases.settings());
    }

    @Override
    String anHourAgo() {
        return "now() - interval '1 hour'";
    }
}
