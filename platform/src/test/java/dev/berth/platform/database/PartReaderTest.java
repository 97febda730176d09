package dev.berth.platform.database;

import dev.berth.platform.database.testing.TestDatabases;

class PartReaderTest extends PartReaderContract {
    PartReaderTest() {
        super(TestDatabases.sqlite());
    }
}
