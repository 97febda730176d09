package dev.berth.registry.event;

import dev.berth.platform.database.testing.TestDatabases;

class RegistryEventsTest extends RegistryEventsContract {
    RegistryEventsTest() {
        super(TestDatabases.sqlite());
    }
}
