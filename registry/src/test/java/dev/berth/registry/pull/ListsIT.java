package dev.berth.registry.pull;

import dev.berth.platform.database.testing.TestDatabases;

class ListsIT extends ListsContract {
    ListsIT() {
        super(TestDatabases.postgres());
    }
}
