package dev.berth.registry.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.database.testing.QueryPlans;
import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/// As [QueryPlansTest], on PostgreSQL with 20,000 rows of each kind, half of them in one
/// repository.
@TestInstance(Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class QueryPlansIT {
    private static final List<String> TABLES = List.of(
            "repository",
            "blob",
            "repository_blob",
            "garbage",
            "manifest",
            "manifest_reference",
            "tag");

    private static final List<String> ROWS = List.of(
            "insert into repository (id, name) select n, 'team/app' || n"
                    + " from generate_series(1, 20000) n",
            "insert into blob (digest, size, state, since) select 'sha256:' || n, n,"
                    + " case when n % 1000 = 0 then 'CONDEMNED' else 'LIVE' end, n"
                    + " from generate_series(1, 20000) n",
            "insert into repository_blob (repository_id, digest, lease_until)"
                    + " select 1 + n % 2 * n, 'sha256:' || n, n from generate_series(1, 20000) n",
            "insert into garbage (repository_id, digest, due_at)"
                    + " select 1 + n % 2 * n, 'sha256:' || n, n from generate_series(1, 20000) n",
            "insert into manifest (repository_id, digest, media_type, size, artifact_type,"
                    + " subject, descriptor_size, pushed_at) select 1 + n % 2 * n, 'sha256:' || n,"
                    + " 'text/plain', n, case when n % 3 = 0 then 'application/sbom' else 'a/b' end,"
                    + " 'sha256:' || n % 100, 100, n from generate_series(1, 20000) n",
            "insert into manifest_reference (repository_id, manifest_digest, target_digest, kind)"
                    + " select 1 + n % 2 * n, 'sha256:' || n, 'sha256:' || n + 1, 'BLOB'"
                    + " from generate_series(1, 20000) n",
            "insert into tag (repository_id, name, digest, updated_at)"
                    + " select 1 + n % 2 * n, 'v' || n, 'sha256:' || n, n"
                    + " from generate_series(1, 20000) n");

    private final TestDatabases databases = TestDatabases.postgres();

    @BeforeAll
    void fill() {
        for (var rows : ROWS) {
            var _ = databases.database().write(transaction -> transaction.sql().execute(rows));
        }
        QueryPlans.analyze(databases.database(), TABLES.toArray(String[]::new));
    }

    @AfterAll
    void close() {
        databases.close();
    }

    @ParameterizedTest
    @MethodSource("dev.berth.registry.content.QueryPlansTest#queries")
    void goes_by_an_index(QueryPlansTest.Query query) {
        var plan = QueryPlans.of(databases.database(), query.run());

        assertThat(plan)
                .anyMatch(step -> step.contains("Index"))
                .noneMatch(step -> step.contains("Seq Scan"))
                .noneMatch(step -> step.contains("Sort"));
    }
}
