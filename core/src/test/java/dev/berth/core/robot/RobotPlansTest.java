package dev.berth.core.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;
import dev.berth.platform.database.testing.QueryPlans;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// No list and no look-up reads a whole table, or sorts more than it shows.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RobotPlansTest {
    private static final RobotTable ROBOTS = new RobotTable();
    private static final Listing PAGE = new Listing(List.of(), List.of(), 0, 100);

    private final TestCore core;

    RobotPlansTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @AfterEach
    void stop() {
        core.close();
    }

    /// A statement that a table class runs.
    record Query(String name, Consumer<Transaction> run) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Query> queries() {
        return Stream.of(
                new Query("robot by number", t -> ROBOTS.find(t, 7)),
                new Query("robot by name", t -> ROBOTS.find(t, "team+ci")),
                new Query("log-in", t -> ROBOTS.findId(t, "team+ci")),
                new Query("robots of a project", t -> ROBOTS.list(t, 1, PAGE, 1_000)),
                new Query("what was granted", t -> ROBOTS.granted(t, List.of(1L, 2L))),
                new Query("the end of a project", t -> ROBOTS.deleteAll(t, 7)));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void goes_by_an_index(Query query) {
        var plan = QueryPlans.of(core.database(), query.run());

        assertThat(plan)
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step)
                        .satisfiesAnyOf(
                                it -> assertThat(it).startsWith("SEARCH "),
                                it -> assertThat(it).matches("SCAN .* USING (COVERING )?INDEX .*"),
                                it -> assertThat(it).doesNotContain("SCAN")));
    }
}
