package dev.berth.core.project;

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

/// No list and no look-up reads a whole table, or sorts more than it shows. The projects of an
/// account are sorted: as many as it sees.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectPlansTest {
    private static final ProjectTable PROJECTS = new ProjectTable();
    private static final MemberTable MEMBERS = new MemberTable();
    private static final Listing PAGE = new Listing(List.of(), List.of(), 0, 100);
    private static final Listing LAST = new Listing(List.of(), List.of(), 900, 100);
    private static final Visible ALL = new Visible.All();
    private static final Visible OPEN = new Visible.Public();

    private final TestCore core;

    ProjectPlansTest() throws IOException, InterruptedException {
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
                new Query("project by name", t -> PROJECTS.find(t, "team")),
                new Query("project by number", t -> PROJECTS.find(t, 7)),
                new Query("project of a push", t -> PROJECTS.hold(t, "team")),
                new Query("all projects", t -> PROJECTS.list(t, ALL, 7, PAGE, 1_000)),
                new Query("the last of all", t -> PROJECTS.list(t, ALL, 7, LAST, 1_000)),
                new Query("open ones", t -> PROJECTS.list(t, OPEN, 0, PAGE, 1_000)),
                new Query("role", t -> MEMBERS.findRole(t, 1, 7)),
                new Query("member", t -> MEMBERS.find(t, 1, 7)),
                new Query("members", t -> MEMBERS.list(t, 1, PAGE, 1_000)),
                new Query("a departure", t -> MEMBERS.deleteAllOf(t, 7)));
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
                                it -> assertThat(it).startsWith("SCAN project_number")));
    }
}
