package dev.berth.core.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.testing.QueryPlans;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/// As [RobotPlansTest], on PostgreSQL with 5,000 robots of the installation and 5,000
/// of projects.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RobotPlansIT {
    private static final RobotTable ROBOTS = new RobotTable();

    private static void fill(TestCore core) {
        var _ = core.database().write(transaction -> {
            var sql = transaction.sql();
            sql.execute("insert into robot (id, project_id, name, description, secret_hash,"
                    + " secret_version, disabled, duration, expires_at, creator_type, creator_id,"
                    + " created_at, updated_at) select n, case when n > 5000 then n % 1000 else 0 end,"
                    + " 'robot' || n, '', '', 1, false, -1, -1, 'local', 1, 0, 0"
                    + " from generate_series(1, 10000) n");
            sql.execute("insert into robot_grant (robot_id, project_id, place, rights)"
                    + " select n, -1, 0, 'repository:pull' from generate_series(1, 10000) n");
            return sql.execute("insert into robot_total (project_id, total)"
                    + " select project_id, count(*) from robot group by project_id");
        });
        QueryPlans.analyze(core.database(), "robot", "robot_grant", "robot_total");
    }

    @Test
    void no_page_of_robots_reads_a_whole_table_or_counts()
            throws IOException, InterruptedException {
        try (var core = TestCore.postgres()) {
            fill(core);

            for (long offset : new long[] {0, 2_000, 4_990}) {
                var page = new Listing(List.of(), List.of(), offset, 10);
                assertThat(QueryPlans.of(core.database(), t -> ROBOTS.list(t, 0, page, 5_000)))
                        .as("at %s", offset)
                        .anyMatch(step -> step.contains("using robot_name on robot"))
                        .anyMatch(step -> step.contains("on robot_total"))
                        .noneMatch(step -> step.contains("Seq Scan"))
                        .noneMatch(step -> step.contains("Sort Key: robot"));
            }
            assertThat(QueryPlans.of(core.database(), t -> ROBOTS.find(t, "robot7")))
                    .noneMatch(step -> step.contains("Seq Scan"));
        }
    }
}
