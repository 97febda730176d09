package dev.berth.jobs.event;

import dev.berth.platform.database.testing.TestDatabases;

class DeliverEventsTest extends DeliverEventsContract {
    DeliverEventsTest() {
        super(TestDatabases.sqlite());
    }

    @Override
    boolean manyWriters() {
        return false;
    }
}
