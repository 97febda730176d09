package dev.berth.registry.gc;

import dev.berth.platform.database.testing.TestDatabases;

class ExpireUploadsIT extends ExpireUploadsContract {
    ExpireUploadsIT() {
        super(TestDatabases.postgres());
    }
}
