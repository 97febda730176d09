package dev.berth.registry.push;

import dev.berth.platform.database.testing.TestDatabases;

class MountBlobTest extends MountBlobContract {
    MountBlobTest() {
        super(TestDatabases.sqlite());
    }
}
