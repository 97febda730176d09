package dev.berth.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Listing.Match;
import dev.berth.platform.database.Transaction;
import dev.berth.platform.database.testing.QueryPlans;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// No list of the audit log reads a whole table, or sorts more than it shows, but for
/// what the projects of an account have in their logs together.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AuditPlansTest {
    private static final AuditTable TABLE = new AuditTable();
    private static final AuditScope ALL = new AuditScope.All();
    private static final AuditScope PROJECT = new AuditScope.OfProject(7);

    private final TestCore core;

    AuditPlansTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @AfterEach
    void stop() {
        core.close();
    }

    /// A list that is read.
    record Query(String name, Consumer<Transaction> run) {
        static Query of(String name, AuditScope scope, Listing listing) {
            return new Query(name, t -> TABLE.list(t, scope, listing, 1_000));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Listing page(String column, String value) {
        var page = new Listing(List.of(), List.of(), 500, 100);
        return column.isEmpty() ? page : page.and(column, new Match.Equal(value));
    }

    private static Listing ordered(String column) {
        return new Listing(List.of(), List.of(new Listing.Order(column, true)), 0, 100);
    }

    static Stream<Query> queries() {
        return Stream.of(
                Query.of("all", ALL, page("", "")),
                Query.of("all by name", ALL, page("username", "bob")),
                Query.of("all of a resource", ALL, page("resource", "team/app:v1")),
                Query.of("all in the order of time", ALL, ordered("op_time")),
                Query.of("of a project", PROJECT, page("", "")),
                Query.of("of a project by name", PROJECT, page("username", "bob")),
                Query.of("of a project in the order of ids", PROJECT, ordered("id")));
    }

    @Test
    void the_log_of_an_account_is_sorted_from_the_ends_of_its_projects_logs() {
        var mine = new AuditScope.ToAccount(7);

        var plan = QueryPlans.of(core.database(), t -> TABLE.list(t, mine, page("", ""), 10_000));

        assertThat(plan)
                .anyMatch(step ->
                        step.contains("audit_entry_project (project_id=? AND project_position>?)"))
                .noneMatch(step -> step.startsWith("SCAN audit_entry"));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void a_page_without_a_filter_reads_the_entries_that_it_shows(AuditScope scope) {
        var plan = QueryPlans.of(
                core.database(),
                t -> assertThat(TABLE.byNumber(t, scope, page("", ""))).isPresent());

        assertThat(plan)
                .anyMatch(step -> step.matches("SEARCH audit_entry .*>\\? AND .*<\\?.*"))
                .noneMatch(step -> step.startsWith("SCAN audit_entry"));
    }

    static Stream<AuditScope> scopes() {
        return Stream.of(ALL, PROJECT);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void goes_by_an_index(Query query) {
        var plan = QueryPlans.of(core.database(), query.run());

        assertThat(plan)
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step)
                        .doesNotContain("TEMP B-TREE")
                        .satisfiesAnyOf(
                                it -> assertThat(it).startsWith("SEARCH "),
                                it -> assertThat(it).matches("SCAN .* USING (COVERING )?INDEX .*"),
                                it -> assertThat(it).doesNotContain("SCAN"),
                                it -> assertThat(it).startsWith("SCAN audit_number")));
    }
}
