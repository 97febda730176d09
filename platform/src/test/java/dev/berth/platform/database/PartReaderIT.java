package dev.berth.platform.database;

import dev.berth.platform.database.testing.TestDatabases;

class PartReaderIT extends PartReaderContract {
    PartReaderIT() {
        super(TestDatabases.postgres());
    }
}
