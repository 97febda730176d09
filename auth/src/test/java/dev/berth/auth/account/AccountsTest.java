package dev.berth.auth.account;

import dev.berth.platform.database.testing.TestDatabases;

class AccountsTest extends AccountsContract {
    AccountsTest() {
        super(TestDatabases.sqlite());
    }
}
