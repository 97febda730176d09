package dev.berth.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Listing.Match;
import dev.berth.platform.database.testing.QueryPlans;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/// As [AuditPlansTest], on PostgreSQL with 50,000 entries of 50 projects and 100 names.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AuditPlansIT {
    private static final AuditTable TABLE = new AuditTable();
    private static final long ENTRIES = 50_000;
    private static final long OF_EACH = 1_000;
    private static final Listing PAGE = new Listing(List.of(), List.of(), 0, 10);

    private static void fill(TestCore core) {
        var _ = core.database().write(transaction -> {
            var sql = transaction.sql();
            sql.execute("insert into audit_entry (id, at, username, operation, resource_type,"
                    + " resource, description, project_id, project_position) select n, n,"
                    + " 'user' || n / 3 % 100, 'pull', 'artifact', 'team/app', '',"
                    + " n % 50 + 100, (n + 49) / 50 from generate_series(1, 50000) n");
            sql.execute("insert into audit_project (project_id, last_position, total)"
                    + " select n, 1000, 1000 from generate_series(100, 149) n");
            sql.execute("update audit_number set last_id = 50000, total = 50000");
            return sql.execute("insert into project_member (id, project_id, account_id,"
                    + " account_name, role) select 10000 + 100 * n + m, n, n + m, 'user', 1"
                    + " from generate_series(100, 149) n, generate_series(1, 10) m");
        });
        QueryPlans.analyze(
                core.database(), "audit_entry", "audit_project", "audit_number", "project_member");
    }

    private static List<String> plan(TestCore core, AuditScope scope, Listing page, long total) {
        return QueryPlans.of(core.database(), t -> TABLE.list(t, scope, page, total));
    }

    private static List<String> planByNumber(TestCore core, AuditScope scope) {
        return QueryPlans.of(
                core.database(), t -> assertThat(TABLE.byNumber(t, scope, PAGE)).isPresent());
    }

    @Test
    void no_page_of_the_log_reads_a_whole_table() throws IOException, InterruptedException {
        try (var core = TestCore.postgres()) {
            fill(core);
            var all = new AuditScope.All();
            var project = new AuditScope.OfProject(120);
            var bob = PAGE.and("username", new Match.Equal("user7"));

            assertThat(List.of(
                            planByNumber(core, all),
                            plan(core, all, PAGE, ENTRIES),
                            plan(core, all, bob, 500),
                            planByNumber(core, project),
                            plan(core, project, PAGE, OF_EACH),
                            plan(core, project, bob, 10)))
                    .allSatisfy(plan -> assertThat(plan)
                            .anyMatch(step -> step.contains("Index"))
                            .noneMatch(step -> step.contains("Seq Scan on audit_entry")));
        }
    }

    @Test
    void the_log_of_an_account_is_sorted_from_the_ends_of_its_projects_logs()
            throws IOException, InterruptedException {
        try (var core = TestCore.postgres()) {
            fill(core);

            var plan = plan(core, new AuditScope.ToAccount(130), PAGE, 10 * OF_EACH);

            assertThat(plan)
                    .anyMatch(step -> step.contains("audit_entry_project"))
                    .anyMatch(step -> step.contains("project_position >"))
                    .noneMatch(step -> step.contains("Seq Scan on audit_entry"));
        }
    }
}
