package dev.berth.core.explain;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.core.ApiSettings;
import dev.berth.core.access.Right;
import dev.berth.core.access.Role;
import dev.berth.core.configuration.ConfigurationSettings;
import dev.berth.core.project.OpenProjects;
import dev.berth.core.project.ProjectName;
import dev.berth.core.testing.TestCore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What administrators are told about the rights of others.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExplainRoutesTest {
    private final TestCore core;

    ExplainRoutesTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @BeforeEach
    void fill() throws InterruptedException {
        var team = core.addProject("team", false);
        core.addMember(team, core.addUser("anna"), Role.DEVELOPER);
        var _ = core.addUser("berta");
        var _ = core.addProject("open", true);
    }

    @AfterEach
    void stop() {
        core.close();
    }

    @Test
    void a_robot_is_explained_by_its_grants() throws Exception {
        var robot = core.addRobot(
                "ci", "team", TestCore.rights("team", List.of(Right.of("repository:push"))));
        var everywhere = core.addRobot(
                "all", "", TestCore.rights("*", List.of(Right.of("repository:pull"))));

        assertThat(explain("robot$team+ci", "push", "team/app"))
                .contains("\"allowed\":true")
                .contains("robot$team+ci has been granted repository:push in team");
        assertThat(explain("robot$team+ci", "delete", "team/app"))
                .contains("\"allowed\":false")
                .contains("robot$team+ci has not been granted repository:delete in team");
        assertThat(explain("robot$all", "pull", "team/app"))
                .contains("\"allowed\":true")
                .contains("robot$all has been granted repository:pull in all projects");
        assertThat(everywhere.shown().name()).isEqualTo("robot$all");

        core.clock().advance(Duration.ofDays(31));
        assertThat(explain("robot$team+ci", "push", "team/app"))
                .contains("\"allowed\":false", "robot$team+ci has expired: log-in is refused");
        assertThat(robot.shown().robot().isOfSystem()).isFalse();
    }

    private String explain(String principal, String operation, String resource)
            throws IOException, InterruptedException {
        var path = "/api/berth/v1/explain?principal=%s&operation=%s&resource=%s"
                .formatted(encode(principal), encode(operation), encode(resource));
        return core.get(path, ADMIN).body();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "anna, push, team/app, true, 'anna is developer in team, which allows repository:push'",
        "anna, delete, team/app, false, 'which does not allow repository:delete'",
        "anna, member:list, team, true, 'which allows member:list'",
        "berta, pull, team/app, false, 'berta does not belong to team'",
        "berta, pull, team/app, false, 'team is private'",
        "berta, pull, open/app, true, 'open is public, which allows everybody repository:pull'",
        "'', push, open/app, false, 'which does not allow everybody repository:push'",
        "admin, project:delete, team, true, 'admin is an administrator'",
        "nobody, pull, open/app, false, 'there is no user and no robot nobody'",
        "admin, push, absent/app, false, 'there is no project that absent/app belongs to'",
        "admin, push, '../', false, 'there is no project'"
    })
    void each_fact_is_a_sentence(
            String principal, String operation, String resource, boolean allowed, String reason)
            throws Exception {
        assertThat(explain(principal, operation, resource))
                .contains("\"allowed\":" + allowed, reason);
    }

    @Test
    void in_read_only_mode_nothing_may_change() throws Exception {
        var body = "{\"read_only\":true}";
        assertThat(core.send(PUT, "/api/v2.0/configurations", ADMIN, body).statusCode())
                .isEqualTo(200);

        assertThat(explain("anna", "push", "team/app"))
                .contains("\"allowed\":false", "read-only mode");
        assertThat(explain("anna", "pull", "team/app")).contains("\"allowed\":true");
    }

    @Test
    void what_the_operator_lets_everybody_do_is_told() throws Exception {
        var open = new OpenProjects(Set.of(new ProjectName("team")), Set.of());
        var opening = new ApiSettings(ConfigurationSettings.NONE, Optional.empty(), false, open);
        var path = "/api/berth/v1/explain?operation=%s&resource=team/app&principal=";
        try (var installation = TestCore.sqlite(opening)) {
            var _ = installation.addProject("team", false);

            assertThat(installation.get(path.formatted("push"), ADMIN).body())
                    .contains("\"allowed\":true", "the operator lets everybody do this in team");
            assertThat(installation.get(path.formatted("delete"), ADMIN).body())
                    .contains("\"allowed\":false")
                    .doesNotContain("the operator lets everybody");
        }
    }

    @Test
    void a_push_that_makes_its_project_is_an_administrators() throws Exception {
        var path = "/api/berth/v1/explain?operation=%s&resource=%s&principal=%s";
        var making = new ApiSettings(
                ConfigurationSettings.NONE, Optional.empty(), true, OpenProjects.NONE);
        try (var installation = TestCore.sqlite(making)) {
            var _ = installation.addUser("anna");

            assertThat(installation
                            .get(path.formatted("push", "absent/app", "admin"), ADMIN)
                            .body())
                    .contains("\"allowed\":true", "admin is an administrator, whose push makes it");
            for (var refused : List.of(
                    path.formatted("push", "absent/app", "anna"),
                    path.formatted("push", "absent/app", ""),
                    path.formatted("push", "no__new/app", "admin"),
                    path.formatted("push", "absent", "admin"),
                    path.formatted("pull", "absent/app", "admin"))) {
                assertThat(installation.get(refused, ADMIN).body())
                        .as(refused)
                        .contains("\"allowed\":false", "there is no project that")
                        .doesNotContain("makes it");
            }
        }
    }

    @Test
    void an_operation_that_does_not_exist_is_refused() throws Exception {
        for (var operation : List.of("", "fly", "member:fly", ":", "catalog")) {
            assertThat(core.get(
                                    "/api/berth/v1/explain?resource=team&operation="
                                            + encode(operation),
                                    ADMIN)
                            .statusCode())
                    .as(operation)
                    .isEqualTo(400);
        }
    }

    @Test
    void what_is_explained_is_what_v2_does() throws Exception {
        var permissions = core.projects().permissions(false);
        for (var name : List.of("anna", "berta", "admin", "")) {
            var principal = core.accounts()
                    .find(name)
                    .<Principal>map(account -> account.principal())
                    .orElseGet(Principal.Anonymous::new);
            for (var repository : List.of("team/app", "open/app")) {
                for (var action : List.of(Action.PULL, Action.PUSH, Action.DELETE)) {
                    boolean allowed = permissions.allow(
                            principal, new Permission(Resource.repository(repository), action));
                    var word = action.name().toLowerCase(Locale.ROOT);

                    assertThat(explain(name, word, repository))
                            .as("%s %s %s", name, word, repository)
                            .contains("\"allowed\":" + allowed);
                }
            }
        }
    }
}
