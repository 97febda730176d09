package dev.berth.registry.push;

import dev.berth.platform.database.testing.TestDatabases;

class UploadsIT extends UploadsContract {
    UploadsIT() {
        super(TestDatabases.postgres());
    }
}
