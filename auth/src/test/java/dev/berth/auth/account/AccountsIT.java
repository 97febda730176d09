package dev.berth.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.testing.SettableClock;
import dev.berth.auth.testing.TestAuth;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Databases;
import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/// The same on PostgreSQL, which several processes share.
class AccountsIT extends AccountsContract {
    AccountsIT() {
        super(TestDatabases.postgres());
    }

    @Test
    void what_one_process_changes_the_others_see_at_once() throws Exception {
        var ci = new AccountName("ci");
        try (var shared = TestDatabases.postgres();
                var second = Databases.open(shared.settings())) {
            var here = new Accounts(shared.database(), TestAuth.cheapHashes(), new SettableClock());
            var there = new Accounts(second, TestAuth.cheapHashes(), new SettableClock());
            var _ = here.ensureAdministrator(Optional.of(Secret.of("correct horse")));
            var _ = here.add(ci, Secret.of("correct horse"), false);

            for (int i = 0; i < 20; i++) {
                assertThat(there.find("ci")).isEqualTo(here.find("ci"));
                long id = here.find("ci").orElseThrow().id();
                here.setAdministrator(id, i % 2 == 0);
                assertThat(there.find("ci").orElseThrow().administrator()).isEqualTo(i % 2 == 0);
            }
        }
    }
}
