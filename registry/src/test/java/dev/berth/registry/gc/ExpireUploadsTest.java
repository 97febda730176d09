package dev.berth.registry.gc;

import dev.berth.platform.database.testing.TestDatabases;

class ExpireUploadsTest extends ExpireUploadsContract {
    ExpireUploadsTest() {
        super(TestDatabases.sqlite());
    }
}
