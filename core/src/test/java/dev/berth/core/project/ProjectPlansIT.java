package dev.berth.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;
import dev.berth.platform.database.testing.QueryPlans;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// As [ProjectPlansTest], on PostgreSQL with 5,000 projects of 10 members, two metadata
/// and a repository each.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectPlansIT {
    private static final ProjectTable PROJECTS = new ProjectTable();
    private static final MemberTable MEMBERS = new MemberTable();
    private static final long TOTAL = 5_000;

    private static Listing page(long offset) {
        return new Listing(List.of(), List.of(), offset, 10);
    }

    private static void fill(TestCore core) {
        var _ = core.database().write(transaction -> {
            var sql = transaction.sql();
            sql.execute("insert into project (id, name, owner_id, owner_name, is_public,"
                    + " storage_limit, created_at, updated_at) select n, 'project' || n, 1, 'admin',"
                    + " n % 2 = 0, -1, 0, 0 from generate_series(2, 5000) n");
            sql.execute(
                    "insert into project_metadata (project_id, name, value) select n, k, 'true'"
                            + " from generate_series(2, 5000) n, (values ('auto_scan'), ('prevent_vul')) v(k)");
            sql.execute(
                    "insert into project_member (id, project_id, account_id, account_name, role)"
                            + " select 100 * n + m, n, n + m, 'user' || n + m, 2"
                            + " from generate_series(2, 5000) n, generate_series(2, 11) m");
            sql.execute("insert into cve_allowlist (project_id, items, created_at, updated_at)"
                    + " select n, 'CVE-1', 0, 0 from generate_series(2, 5000) n");
            sql.execute(
                    "insert into repository (id, name, owner) select n, 'project' || n || '/app', n"
                            + " from generate_series(2, 5000) n");
            sql.execute("insert into manifest (repository_id, digest, media_type, size,"
                    + " descriptor_size, pushed_at) select n, 'sha256:' || m, 'x', 1, 1, 0"
                    + " from generate_series(2, 5000) n, generate_series(1, 5) m");
            return true;
        });
        QueryPlans.analyze(
                core.database(),
                "project",
                "project_metadata",
                "project_member",
                "project_number",
                "cve_allowlist",
                "repository",
                "manifest");
    }

    private static Map<String, Consumer<Transaction>> queries() {
        var all = new Visible.All();
        var queries = new LinkedHashMap<String, Consumer<Transaction>>();
        queries.put("first page of all", t -> PROJECTS.list(t, all, 7, page(0), TOTAL));
        queries.put("in the middle", t -> PROJECTS.list(t, all, 7, page(2_000), TOTAL));
        queries.put("last page of all", t -> PROJECTS.list(t, all, 7, page(TOTAL - 10), TOTAL));
        queries.put(
                "open ones", t -> PROJECTS.list(t, new Visible.Public(), 0, page(0), TOTAL / 2));
        queries.put("project by name", t -> PROJECTS.find(t, "project7"));
        queries.put("role", t -> MEMBERS.findRole(t, 1, 7));
        queries.put("members", t -> MEMBERS.list(t, 7, page(0), 10));
        queries.put("a departure", t -> MEMBERS.deleteAllOf(t, 7));
        return queries;
    }

    @Test
    void no_list_and_no_look_up_reads_a_whole_table_or_sorts_projects()
            throws IOException, InterruptedException {
        try (var core = TestCore.postgres()) {
            fill(core);

            queries()
                    .forEach((name, query) -> assertThat(QueryPlans.of(core.database(), query))
                            .as(name)
                            .isNotEmpty()
                            .noneMatch(step -> step.contains("Sort Key: project"))
                            .noneMatch(step -> step.contains("Seq Scan on ")
                                    && !step.contains("project_number")));
        }
    }
}
