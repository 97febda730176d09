package dev.berth.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;
import dev.berth.platform.database.testing.QueryPlans;
import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Looking up and listing accounts goes by an index, in the index's order.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AccountPlansTest {
    private static final AccountTable TABLE = new AccountTable();

    /// A statement that the table class runs.
    record Query(String name, Consumer<Transaction> run) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Query> queries() {
        return Stream.of(
                new Query("by name", t -> TABLE.find(t, "ci")),
                new Query("by number", t -> TABLE.find(t, 7)),
                new Query("by address", t -> TABLE.findNameByEmail(t, "ci@example.com")),
                new Query("the first administrator", TABLE::findFirstAdministrator),
                new Query("the slowest hash of a Harbor", TABLE::findSlowestImported),
                new Query("names", t -> TABLE.list(t, "ci", 100)),
                new Query("a page by name", t -> list(t, 0, List.of())),
                new Query("the last page by name", t -> list(t, 99_900, List.of())),
                new Query(
                        "a page by name, backwards",
                        t -> list(t, 0, List.of(new Listing.Order("username", true)))));
    }

    @Test
    void on_the_way_to_a_page_in_the_middle_no_account_is_read() {
        try (var databases = TestDatabases.sqlite()) {
            assertThat(QueryPlans.of(databases.database(), t -> list(t, 50_000, List.of())))
                    .singleElement()
                    .asString()
                    .contains("USING COVERING INDEX account_name_id");
        }
    }

    private static void list(Transaction transaction, long offset, List<Listing.Order> order) {
        var page = new Listing(List.of(), order, offset, 100);
        var _ = TABLE.listBut(transaction, 1, page, 100_000);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void goes_by_an_index(Query query) {
        try (var databases = TestDatabases.sqlite()) {
            var plan = QueryPlans.of(databases.database(), query.run());

            assertThat(plan)
                    .isNotEmpty()
                    .allSatisfy(step -> assertThat(step)
                            .doesNotContain("TEMP B-TREE")
                            .matches("SEARCH .*|SCAN .* USING INDEX .*|SCALAR .*"
                                    + "|SCAN account_number"));
        }
    }
}
