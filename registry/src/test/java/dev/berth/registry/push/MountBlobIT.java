package dev.berth.registry.push;

import dev.berth.platform.database.testing.TestDatabases;

class MountBlobIT extends MountBlobContract {
    MountBlobIT() {
        super(TestDatabases.postgres());
    }
}
