package dev.berth.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.access.Grants;
import dev.berth.core.access.Role;
import dev.berth.core.testing.TestCore;
import dev.berth.platform.database.testing.WatchedDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// What principals may do with repositories.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectPermissionsTest {
    private static final Principal NOBODY = new Principal.Anonymous();

    private final TestCore core;
    private final Permissions permissions;

    ProjectPermissionsTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
        permissions = core.projects().permissions(false);
    }

    @AfterEach
    void stop() {
        core.close();
    }

    /// The words of what is allowed.
    private List<String> allowed(Principal principal, String repository) {
        return Arrays.stream(Action.values())
                .filter(action -> permissions.allow(
                        principal, new Permission(Resource.repository(repository), action)))
                .map(Action::word)
                .toList();
    }

    private Principal administrator() {
        return core.accounts().find("admin").orElseThrow().principal();
    }

    @ParameterizedTest
    @CsvSource({
        "LIMITED_GUEST, pull",
        "GUEST, pull",
        "DEVELOPER, pull push",
        "MAINTAINER, pull push delete *",
        "PROJECT_ADMIN, pull push delete *"
    })
    void a_member_may_what_the_role_says_in_the_project_and_nowhere_else(Role role, String words)
            throws Exception {
        var anna = core.addUser("anna");
        core.addMember(core.addProject("team", false), anna, role);
        var _ = core.addProject("team2", false);

        assertThat(allowed(anna.principal(), "team/app")).containsExactly(words.split(" ", -1));
        assertThat(allowed(anna.principal(), "team/deep/app")).isNotEmpty();
        assertThat(allowed(anna.principal(), "team2/app")).isEmpty();
        assertThat(allowed(anna.principal(), "tea/app")).isEmpty();
        assertThat(allowed(anna.principal(), "absent/app")).isEmpty();
    }

    @Test
    void everybody_pulls_from_a_public_project_and_does_nothing_else() throws Exception {
        var project = core.addProject("open", true);
        var anna = core.addUser("anna").principal();

        assertThat(allowed(NOBODY, "open/app")).containsExactly("pull");
        assertThat(allowed(anna, "open/app")).containsExactly("pull");

        core.projects().projects().setPublic(project.id(), false);
        assertThat(allowed(NOBODY, "open/app")).isEmpty();
        assertThat(allowed(anna, "open/app")).isEmpty();
    }

    @Test
    void an_administrator_may_everything_but_push_where_there_is_no_project() {
        assertThat(allowed(administrator(), "library/app"))
                .containsExactly("pull", "push", "delete", "*");
        assertThat(allowed(administrator(), "absent/app")).containsExactly("pull", "delete");
        assertThat(allowed(administrator(), "library")).containsExactly("pull", "delete");
    }

    @Test
    void where_pushes_make_projects_administrators_push_to_what_can_be_one() throws Exception {
        var making = core.projects().permissions(true);
        var anna = core.addUser("anna").principal();

        assertThat(making.allow(administrator(), push("absent/app"))).isTrue();
        assertThat(making.allow(administrator(), push("no__new/app"))).isFalse();
        assertThat(making.allow(administrator(), push("app"))).isFalse();
        assertThat(making.allow(anna, push("absent/app"))).isFalse();
        assertThat(making.allow(NOBODY, push("absent/app"))).isFalse();
    }

    private static Permission push(String repository) {
        return new Permission(Resource.repository(repository), Action.PUSH);
    }

    @Test
    void only_an_administrator_hears_that_a_push_lacks_its_project() throws Exception {
        var absent = push("absent/app");
        var alone = push("app");

        assertThat(permissions.advice(administrator(), absent).orElseThrow())
                .contains("berth project create absent");
        assertThat(permissions.advice(administrator(), alone).orElseThrow())
                .contains("library/app");
        assertThat(permissions.advice(core.addUser("anna").principal(), absent)).isEmpty();
        assertThat(permissions.advice(NOBODY, absent)).isEmpty();
    }

    @Test
    void the_catalog_is_for_administrators() throws Exception {
        var list = new Permission(Resource.CATALOG, Action.ALL);

        assertThat(permissions.allow(administrator(), list)).isTrue();
        assertThat(permissions.allow(core.addUser("anna").principal(), list)).isFalse();
        assertThat(permissions.allow(NOBODY, list)).isFalse();
    }

    @Test
    void a_removed_member_and_a_removed_account_may_nothing_at_once() throws Exception {
        var team = core.addProject("team", false);
        var anna = core.addUser("anna");
        long member = core.addMember(team, anna, Role.DEVELOPER);
        assertThat(allowed(anna.principal(), "team/app")).isNotEmpty();

        core.projects().members().remove(team, member);
        assertThat(allowed(anna.principal(), "team/app")).isEmpty();

        core.addMember(team, anna, Role.DEVELOPER);
        core.accounts().remove(anna.name());
        assertThat(allowed(anna.principal(), "team/app")).isEmpty();
    }

    @Test
    void A4_a_refusal_asks_no_database_whether_the_project_is_there_or_not() throws Exception {
        var anna = core.addUser("anna").principal();
        var _ = core.addProject("hidden", false);
        var reads = new AtomicInteger();
        var watched = WatchedDatabase.of(core.database(), call -> {
            if (call.equals("read")) {
                reads.incrementAndGet();
            }
        });
        var counted = ProjectFeature.assemble(
                        watched,
                        new PasswordHashes(
                                new PasswordHashes.Cost(64, 1), 1, Duration.ofSeconds(5)),
                        _ -> Optional.of(Grants.NONE),
                        List.of(),
                        core.clock())
                .permissions(false);
        var pulls = Stream.of("hidden/app", "absent/app", "no project/app")
                .map(name -> new Permission(Resource.repository(name), Action.PULL))
                .toList();

        for (var who : List.of(NOBODY, anna, new Principal.Robot(7, "robot$ci"))) {
            for (int i = 0; i < 2; i++) {
                // What a first look costs is not asked.
                reads.set(0);
                for (var pull : pulls) {
                    assertThat(counted.allow(who, pull)).isFalse();
                    assertThat(counted.incarnation(pull.resource())).isNotNegative();
                }
            }
            assertThat(reads).as(who.toString()).hasValue(0);
        }
    }

    @Test
    void what_was_not_there_is_there_as_soon_as_it_is_made() throws Exception {
        var anna = core.addUser("anna");
        assertThat(allowed(anna.principal(), "team/app")).isEmpty();
        var team = core.addProject("team", false);
        assertThat(permissions.incarnation(Resource.repository("team/app"))).isEqualTo(team.id());
        assertThat(allowed(anna.principal(), "team/app")).isEmpty();

        core.addMember(team, anna, Role.GUEST);

        assertThat(allowed(anna.principal(), "team/app")).containsExactly("pull");
    }

    @Test
    void a_project_of_the_same_name_is_another_one() {
        var first = core.addProject("team", false);
        var app = Resource.repository("team/app");
        assertThat(permissions.incarnation(app)).isEqualTo(first.id());

        core.projects().projects().delete(first.id());
        assertThat(permissions.incarnation(app)).isZero();

        var second = core.addProject("team", false);
        assertThat(permissions.incarnation(app)).isEqualTo(second.id()).isNotEqualTo(first.id());
        assertThat(permissions.incarnation(Resource.CATALOG)).isZero();
    }
}
