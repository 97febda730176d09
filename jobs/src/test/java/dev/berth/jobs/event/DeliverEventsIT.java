package dev.berth.jobs.event;

import dev.berth.platform.database.testing.TestDatabases;

class DeliverEventsIT extends DeliverEventsContract {
    DeliverEventsIT() {
        super(TestDatabases.postgres());
    }

    @Override
    boolean manyWriters() {
        return true;
    }
}
