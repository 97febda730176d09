package dev.berth.registry.pull;

import dev.berth.platform.database.testing.TestDatabases;

class ListsTest extends ListsContract {
    ListsTest() {
        super(TestDatabases.sqlite());
    }
}
