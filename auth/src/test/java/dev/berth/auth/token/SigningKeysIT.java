package dev.berth.auth.token;

import dev.berth.platform.database.testing.TestDatabases;

class SigningKeysIT extends SigningKeysContract {
    SigningKeysIT() {
        super(TestDatabases.postgres());
    }
}
