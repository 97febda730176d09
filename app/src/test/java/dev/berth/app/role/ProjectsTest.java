package dev.berth.app.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.testing.RunningCore;
import dev.berth.core.access.Role;
import dev.berth.core.project.OpenProjects;
import dev.berth.platform.config.Config;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a project means on `/v2`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectsTest {
    private static final byte[] BYTES = "hello".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST =
            "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String LOGIN =
            RunningCore.basic(RunningCore.ADMINISTRATOR, RunningCore.PASSWORD);

    @TempDir
    Path data;

    @Test
    void SEC_18_everybody_pulls_from_the_library_and_nobody_pushes_without_a_login()
            throws Exception {
        try (var core = RunningCore.start(data, Map.of())) {
            var blob = "/v2/library/app/blobs/" + DIGEST;
            assertThat(push(core, "library/app")).isEqualTo(401);
            assertThat(push(core, "library/app", "Authorization", LOGIN)).isEqualTo(201);

            assertThat(core.send("GET", blob).body()).isEqualTo("hello");
            core.ensureProject("library", false);

            assertThat(core.send("GET", blob).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void SEC_18_who_has_no_login_pushes_where_the_operator_says_so_and_nowhere_else()
            throws Exception {
        try (var core = RunningCore.start(data, Map.of("auth.anonymous-push", "open, absent"))) {
            core.ensureProject("open", false);
            core.ensureProject("other", false);

            assertThat(push(core, "open/app")).isEqualTo(201);
            assertThat(core.send("GET", "/v2/open/app/blobs/" + DIGEST).body()).isEqualTo("hello");
            assertThat(push(core, "open/app", "Authorization", "Bearer " + nobody(core)))
                    .isEqualTo(201);
            assertThat(core.send("DELETE", "/v2/open/app/manifests/v1").statusCode())
                    .isEqualTo(401);
            assertThat(push(core, "other/app")).isEqualTo(401);
            assertThat(push(core, "absent/app")).isEqualTo(401);
            assertThat(core.send("GET", "/api/v2.0/projects/absent", "Authorization", LOGIN)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private static String nobody(RunningCore core) throws IOException, InterruptedException {
        var scope = "/service/token?service=berth&scope=repository:open/app:pull,push";
        var answer = core.send("GET", scope);
        return JsonMapper.shared().readTree(answer.body()).get("token").asString();
    }

    @Test
    void what_is_open_to_everybody_is_warned_of() {
        var open = Config.of(
                Map.of(
                        "auth.anonymous-push", "b, a",
                        "auth.anonymous-delete", "c"),
                OpenProjects::from);

        assertThat(open.warnings())
                .containsExactly(
                        "everybody may push without a login to: a, b",
                        "everybody may push and delete without a login in: c");
        assertThat(OpenProjects.NONE.warnings()).isEmpty();
    }

    @Test
    void an_administrators_push_makes_the_project_that_it_lacks() throws Exception {
        try (var core = RunningCore.start(data, Map.of())) {
            assertThat(push(core, "made/app", "Authorization", LOGIN)).isEqualTo(201);

            var made = core.send("GET", "/api/v2.0/projects/made", "Authorization", LOGIN);
            assertThat(JsonMapper.shared()
                            .readTree(made.body())
                            .at("/metadata/public")
                            .asString())
                    .isEqualTo("false");
            assertThat(push(core, "made/app")).isEqualTo(401);
            assertThat(push(core, "alone", "Authorization", LOGIN)).isEqualTo(403);
        }
    }

    @Test
    void one_token_is_enough_for_a_push_that_makes_its_project() throws Exception {
        try (var core = RunningCore.start(data, Map.of())) {
            var scope = "/service/token?service=berth&scope=repository:made/app:pull,push";
            var answer = core.send("GET", scope, "Authorization", LOGIN);
            var token = JsonMapper.shared().readTree(answer.body()).get("token").asString();

            assertThat(push(core, "made/app", "Authorization", "Bearer " + token))
                    .isEqualTo(201);
            assertThat(push(core, "made/app", "Authorization", "Bearer " + token))
                    .isEqualTo(201);
        }
    }

    @Test
    void what_begins_no_push_makes_no_project() throws Exception {
        try (var core = RunningCore.start(data, Map.of())) {
            for (var method : List.of("GET", "PATCH", "PUT", "DELETE")) {
                var upload = "/v2/absent/app/blobs/uploads/none";
                assertThat(core.send(method, upload, "Authorization", LOGIN).statusCode())
                        .as(method)
                        .isBetween(400, 499);
            }
            assertThat(push(core, "absent/UPPER", "Authorization", LOGIN)).isEqualTo(400);

            var absent = core.send("GET", "/api/v2.0/projects/absent", "Authorization", LOGIN);
            assertThat(absent.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void nobody_else_makes_a_project_by_a_push() throws Exception {
        RunningCore.addMember(data, "anna", "team", Role.PROJECT_ADMIN);
        try (var core = RunningCore.start(data, Map.of())) {
            var anna = RunningCore.basic("anna", RunningCore.PASSWORD);

            assertThat(push(core, "absent/app", "Authorization", anna)).isEqualTo(403);
            assertThat(push(core, "absent/app")).isEqualTo(401);

            var absent = core.send("GET", "/api/v2.0/projects/absent", "Authorization", LOGIN);
            assertThat(absent.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void nobody_pushes_where_there_is_no_project_if_pushes_make_none() throws Exception {
        try (var core = RunningCore.start(data, Map.of("api.project-on-push", "false"))) {
            assertThat(push(core, "absent/app", "Authorization", LOGIN)).isEqualTo(403);
            assertThat(push(core, "library", "Authorization", LOGIN)).isEqualTo(403);
        }
    }

    @Test
    void a_token_of_a_deleted_project_is_worth_nothing_in_one_of_the_same_name() throws Exception {
        try (var core = RunningCore.start(data, Map.of())) {
            core.ensureProject("team", true);
            var old = token(core);
            assertThat(tags(core, old)).isEqualTo(404);

            var gone = core.send("DELETE", "/api/v2.0/projects/team", "Authorization", LOGIN);
            assertThat(gone.statusCode()).isEqualTo(200);
            assertThat(tags(core, old)).isEqualTo(401);
            core.ensureProject("team", true);

            assertThat(tags(core, old)).isEqualTo(401);
            assertThat(tags(core, token(core))).isEqualTo(404);
        }
    }

    /// Of nobody, for pulling from the project `team`.
    private static String token(RunningCore core) throws Exception {
        var answer =
                core.send("GET", "/service/token?service=berth&scope=repository:team/app:pull");
        return JsonMapper.shared().readTree(answer.body()).get("token").asString();
    }

    /// A repository that is not there: 404 for whoever may pull it.
    private static int tags(RunningCore core, String token) throws Exception {
        return core.send("GET", "/v2/team/app/tags/list", "Authorization", "Bearer " + token)
                .statusCode();
    }

    private static int push(RunningCore core, String repository, String... fields)
            throws Exception {
        var path = "/v2/" + repository + "/blobs/uploads/?digest=" + DIGEST;
        return core.send("POST", path, BYTES, fields).statusCode();
    }
}
