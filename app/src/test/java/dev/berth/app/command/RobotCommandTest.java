package dev.berth.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.lifecycle.Drain;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Robots on the command line.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RobotCommandTest {
    private static final String SECRET = "Canary horse 1";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void make_a_project() throws IOException {
        assertThat(berth(
                        "user",
                        "create",
                        "boss",
                        "--administrator",
                        "--password-file",
                        file("canary horse")))
                .isEqualTo(ExitCode.OK);
        assertThat(berth("project", "create", "team")).isEqualTo(ExitCode.OK);
    }

    private int berth(String... arguments) {
        out.getBuffer().setLength(0);
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--set", "data.directory=" + folder.resolve("data")));
        return BerthCommand.run(
                new Shell(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        Map.of(),
                        false,
                        new Drain()),
                all.toArray(String[]::new));
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("secret"), text + "\n").toString();
    }

    private JsonNode json(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--output", "json"));
        assertThat(berth(all.toArray(String[]::new))).as(err.toString()).isEqualTo(ExitCode.OK);
        return JsonMapper.shared().readTree(out.toString());
    }

    @Test
    void a_robot_is_created_and_its_secret_is_printed_once() {
        assertThat(berth("robot", "create", "ci", "--project", "team", "--allow", "push,tag:list"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .matches("robot: {2}robot\\$team\\+ci\\R"
                        + "secret: [A-Za-z0-9]{32}   \\(generated;.*\\)\\R");

        assertThat(berth("robot", "show", "team+ci")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("name: robot$team+ci", "state: enabled")
                .contains("allowed in team: repository:push tag:list")
                .doesNotContain("secret");
    }

    @Test
    void a_robot_of_the_installation_is_granted_rights_by_place() {
        var made = json(
                "robot",
                "create",
                "fleet",
                "--allow",
                "*=pull",
                "--allow",
                "/=catalog:read",
                "--allow",
                "team=all",
                "--for-ever");
        assertThat(made.get("name").asString()).isEqualTo("robot$fleet");
        assertThat(made.get("secret").asString()).hasSize(32);

        var shown = json("robot", "show", "robot$fleet");
        assertThat(shown.get("expiresAt").asString()).isEqualTo("never");
        var permissions = shown.get("permissions");
        assertThat(permissions.propertyNames()).containsExactly("*", "/", "team");
        assertThat(permissions.get("team")).hasSize(70);
        assertThat(shown.toString()).doesNotContain("argon2", "secret");
    }

    @Test
    void what_is_not_named_in_an_update_stays() {
        berth(
                "robot",
                "create",
                "ci",
                "-p",
                "team",
                "-a",
                "pull",
                "--days",
                "5",
                "--description",
                "pulls");

        assertThat(berth("robot", "update", "team+ci", "--disable")).isEqualTo(ExitCode.OK);
        assertThat(berth("robot", "list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("robot$team+ci").contains("disabled", "team:1");

        assertThat(berth("robot", "update", "team+ci", "--enable", "--allow", "push,delete"))
                .isEqualTo(ExitCode.OK);
        assertThat(berth("robot", "update", "team+ci", "--for-ever")).isEqualTo(ExitCode.OK);
        var shown = json("robot", "show", "team+ci");
        assertThat(shown.get("description").asString()).isEqualTo("pulls");
        assertThat(shown.get("disabled").asBoolean()).isFalse();
        assertThat(shown.get("expiresAt").asString()).isEqualTo("never");
        assertThat(shown.get("permissions").get("team").toString())
                .isEqualTo("[\"repository:push\",\"repository:delete\"]");
    }

    @Test
    void robots_are_listed_of_all_or_of_one_project() {
        berth("robot", "create", "fleet", "--allow", "*=pull");
        berth("robot", "create", "ci", "-p", "team", "-a", "pull");
        berth("robot", "create", "ci", "-p", "library", "-a", "pull");

        assertThat(json("robot", "list")
                        .valueStream()
                        .map(robot -> robot.get("name").asString())
                        .toList())
                .containsExactly("robot$fleet", "robot$library+ci", "robot$team+ci");
        assertThat(json("robot", "list", "--project", "team")).hasSize(1);
    }

    @Test
    void a_robot_is_removed_alone_and_with_its_project() {
        berth("robot", "create", "a", "-p", "team", "-a", "pull");
        berth("robot", "create", "b", "-p", "team", "-a", "pull");

        assertThat(berth("robot", "remove", "team+a")).isEqualTo(ExitCode.OK);
        assertThat(json("robot", "list")).hasSize(1);
        assertThat(berth("project", "delete", "team")).isEqualTo(ExitCode.OK);
        assertThat(json("robot", "list")).isEmpty();
    }

    @Test
    void SEC_26_a_secret_from_a_file_is_never_shown() throws IOException {
        assertThat(berth(
                        "robot",
                        "create",
                        "ci",
                        "-p",
                        "team",
                        "-a",
                        "pull",
                        "--secret-file",
                        file(SECRET)))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualToIgnoringNewLines("robot:  robot$team+ci");
        assertThat(json("robot", "refresh", "team+ci", "--secret-file", file(SECRET + "2"))
                        .get("secret")
                        .asString())
                .isEmpty();
        assertThat(json("robot", "refresh", "team+ci").get("secret").asString()).hasSize(32);

        assertThat(out.toString() + err).doesNotContain(SECRET);
    }

    @Test
    void what_is_refused_is_told_in_words() throws IOException {
        berth("robot", "create", "ci", "-p", "team", "-a", "pull");

        assertThat(berth("robot", "create", "ci", "-p", "team", "-a", "pull"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(berth("robot", "create", "x", "-p", "absent", "-a", "pull"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(berth("robot", "create", "CI", "-p", "team", "-a", "pull"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(berth("robot", "create", "x", "-p", "team", "-a", "fly"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(berth("robot", "create", "x", "-a", "pull")).isEqualTo(ExitCode.FAILED);
        assertThat(berth("robot", "create", "x", "-p", "team")).isEqualTo(ExitCode.USAGE);
        assertThat(berth("robot", "create", "x", "-p", "team", "-a", "pull", "--days", "-5"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(berth("robot", "show", "nobody")).isEqualTo(ExitCode.FAILED);
        assertThat(berth(
                        "robot",
                        "create",
                        "x",
                        "-p",
                        "team",
                        "-a",
                        "pull",
                        "--secret-file",
                        file("weak")))
                .isEqualTo(ExitCode.FAILED);

        assertThat(err.toString())
                .contains("there is already a robot robot$team+ci")
                .contains("there is no project absent")
                .contains("robot name is not in lower case")
                .contains("bad request permission: repository:fly")
                .contains("say where: --allow '*=pull'")
                .contains("say what it may do")
                .contains("bad request error duration input")
                .contains("there is no robot nobody")
                .contains("must be 8 to 128 characters long")
                .doesNotContain("Exception");
    }
}
