package dev.berth.auth.token;

import dev.berth.platform.database.testing.TestDatabases;

class SigningKeysTest extends SigningKeysContract {
    SigningKeysTest() {
        super(TestDatabases.sqlite());
    }
}
