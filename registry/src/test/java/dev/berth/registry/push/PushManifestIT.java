package dev.berth.registry.push;

import dev.berth.platform.database.testing.TestDatabases;

class PushManifestIT extends PushManifestContract {
    PushManifestIT() {
        super(TestDatabases.postgres());
    }
}
