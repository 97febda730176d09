package dev.berth.registry.event;

import dev.berth.platform.database.testing.TestDatabases;

class RegistryEventsIT extends RegistryEventsContract {
    RegistryEventsIT() {
        super(TestDatabases.postgres());
    }
}
