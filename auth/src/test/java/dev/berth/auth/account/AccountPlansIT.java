package dev.berth.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.database.Listing;
import dev.berth.platform.database.testing.QueryPlans;
import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// As [AccountPlansTest], on PostgreSQL with 20,000 accounts.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AccountPlansIT {
    private static final long ACCOUNTS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "0, account_name",
        "5000, Index Only Scan using account_name_id",
        "19900, account_name"
    })
    void a_page_goes_by_an_index(long offset, String index) {
        try (var databases = TestDatabases.postgres()) {
            var database = databases.database();
            database.write(transaction -> transaction
                    .sql()
                    .execute(
                            "insert into account (id, name, password_hash, password_version,"
                                    + " administrator, created_at)"
                                    + " select n, 'user' || n, '', 1, false, 0"
                                    + " from generate_series(1, ?) n",
                            ACCOUNTS));
            QueryPlans.analyze(database, "account", "account_number");
            var page = new Listing(List.of(), List.of(), offset, 100);

            var plan =
                    QueryPlans.of(database, t -> new AccountTable().listBut(t, 1, page, ACCOUNTS));

            assertThat(plan)
                    .anyMatch(step -> step.contains(index))
                    .noneMatch(step -> step.contains("Sort Key"))
                    .noneMatch(step -> step.contains("Seq Scan on account "));
        }
    }
}
