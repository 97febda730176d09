package dev.berth.registry.push;

import dev.berth.platform.database.testing.TestDatabases;

class PushManifestTest extends PushManifestContract {
    PushManifestTest() {
        super(TestDatabases.sqlite());
    }
}
