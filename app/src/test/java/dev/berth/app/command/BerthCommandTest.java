package dev.berth.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.role.Role;
import dev.berth.platform.lifecycle.Drain;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BerthCommandTest {
    private static final List<Role<?>> ROLES = List.of(new TestRole());

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void the_help_lists_every_command_and_succeeds() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("Usage: berth")
                .containsSubsequence(
                        "core", "Stand in for a role.", "config", "completion", "version")
                .doesNotContain("\u001b");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void every_command_explains_itself() {
        var tree = BerthCommand.whole(shell(Map.of(), false), ROLES);

        assertExplained(tree, List.of());
    }

    private void assertExplained(CommandLine command, List<String> path) {
        command.getSubcommands().forEach((name, below) -> {
            var arguments = new ArrayList<>(path);
            arguments.add(name);
            assertExplained(below, arguments);
            arguments.add("--help");
            out.getBuffer().setLength(0);

            assertThat(run(arguments.toArray(String[]::new)))
                    .as("%s", arguments)
                    .isEqualTo(ExitCode.OK);
            assertThat(out.toString())
                    .contains("Usage: berth " + name(path) + name)
                    .contains("--help");
            assertThat(below.getCommandSpec().usageMessage().description())
                    .as("%s", arguments)
                    .isNotEmpty();
        });
    }

    private static String name(List<String> path) {
        return path.isEmpty() ? "" : String.join(" ", path) + " ";
    }

    @Test
    void no_command_or_a_wrong_one_is_a_usage_error_with_help_on_standard_error() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(run("cor")).isEqualTo(ExitCode.USAGE);
        assertThat(run("version", "--nonsense")).isEqualTo(ExitCode.USAGE);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("Missing required subcommand")
                .contains("core")
                .contains("--nonsense");
    }

    @Test
    void colours_are_for_people_who_look() {
        BerthCommand.run(shell(Map.of(), true), ROLES, "--help");

        assertThat(out.toString()).contains("\u001b[");
    }

    @Test
    void the_version_is_there_for_people_and_programs() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        var said = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo(said);
        assertThat(out.toString()).startsWith("berth ").contains("Java " + Runtime.version());

        out.getBuffer().setLength(0);
        assertThat(run("version", "--output", "json")).isEqualTo(ExitCode.OK);
        assertThat(JsonMapper.shared().readTree(out.toString()).get("java").asString())
                .isEqualTo(Runtime.version().toString());
    }

    @Test
    void the_completion_is_a_script_that_bash_accepts_and_knows_every_command() throws Exception {
        assertThat(run("completion")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("core").contains("reference").contains("--output");

        var script = Files.writeString(folder.resolve("completion"), out.toString());
        var bash = new ProcessBuilder("bash", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void checking_settings_reports_all_mistakes_and_fails() {
        assertThat(run(
                        Map.of("BERTH_PORT_BERTHS", "12"),
                        "config",
                        "check",
                        "--set",
                        "port.bert=1"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(out.toString())
                .contains(
                        "BERTH_PORT_BERTHS: port.berths: `12` is not right: write a number from 1 to 9")
                .contains("did you mean `port.berths`?")
                .endsWith("2 to mend\n");
    }

    @Test
    void checking_settings_without_mistakes_succeeds() throws IOException {
        var file = Files.writeString(folder.resolve("berth.yaml"), "port.berths: 5\n");

        assertThat(run(Map.of("BERTH_CONFIG", file.toString()), "config", "check", "-o", "json"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualToIgnoringWhitespace("[]");
    }

    @Test
    void showing_settings_says_where_each_comes_from_and_no_secret() {
        var code = run(
                Map.of("BERTH_PORT_PASSWORD", "sesame"),
                "config",
                "show",
                "--set",
                "log.level=debug");

        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern("port\\.berths: 4 +# role\n")
                .containsPattern("port\\.password: \\(set\\) +# BERTH_PORT_PASSWORD\n")
                .containsPattern("log\\.level: debug +# --set log\\.level\n")
                .containsPattern("management\\.listen: 127\\.0\\.0\\.1:9090 +# default\n")
                .doesNotContain("sesame");
    }

    @Test
    void settings_of_a_role_that_does_not_exist_are_a_usage_error() {
        assertThat(run("config", "show", "corr")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no role named `corr`; known: core");
    }

    @Test
    void a_rate_that_is_no_size_is_a_usage_error() {
        assertThat(run("fsck", "--read", "--rate", "fast")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("--rate")
                .contains("such as 4MiB")
                .doesNotContain("a bug");
    }

    @Test
    void nothing_is_checked_or_collected_where_there_is_no_registry() {
        var nowhere = folder.resolve("nowhere");
        var place = "data.directory=" + nowhere;

        assertThat(run("fsck", "--repair", "--set", place)).isEqualTo(ExitCode.FAILED);
        assertThat(run("gc", "--now", "--set", place)).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString().lines())
                .containsOnly("berth: there is no registry in " + nowhere
                        + "; say where it is with data.directory");
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void the_reference_explains_every_setting() {
        assertThat(run("config", "reference")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .startsWith("# Configuration")
                .contains("### `port.berths`\n\nHow many ships fit.");
    }

    @Test
    void wrong_settings_keep_a_role_from_starting() {
        assertThat(run("core", "--set", "port.berths=0", "--config", "/nowhere.yaml"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("berth: the settings have mistakes:")
                .contains("/nowhere.yaml: there is no such file")
                .contains("port.berths");
        assertThat(run(Map.of("BERTH_PORT_BERTHS", "none"), "core")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("BERTH_PORT_BERTHS");
    }

    @Test
    void the_outside_world_is_reported_in_words_and_a_bug_with_its_trace() {
        var refused = TestRole.failing(() -> {
            throw new IOException("cannot listen", new IOException("Address already in use"));
        });
        var broken = TestRole.failing(() -> {
            throw new IllegalStateException("impossible");
        });

        assertThat(BerthCommand.run(shell(Map.of(), false), List.of(refused), "core"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).isEqualTo("berth: cannot listen: Address already in use\n");
        assertThat(refused.events).containsExactly("database closed");

        assertThat(BerthCommand.run(shell(Map.of(), false), List.of(broken), "core"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .contains("IllegalStateException: impossible")
                .contains("TestRole.start");
    }

    @Test
    void a_message_that_is_only_a_path_or_a_host_says_what_is_wrong_with_it() {
        var roles = List.of(
                TestRole.failing(() -> {
                    throw new AccessDeniedException("/var/lib/berth");
                }),
                TestRole.failing(() -> {
                    throw new UnknownHostException("nowhere");
                }));

        roles.forEach(role -> BerthCommand.run(shell(Map.of(), false), List.of(role), "core"));

        assertThat(err.toString())
                .isEqualTo("berth: no permission: /var/lib/berth\nberth: no such host: nowhere\n");
    }

    private int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return BerthCommand.run(shell(environment, false), ROLES, arguments);
    }

    private Shell shell(Map<String, String> environment, boolean coloured) {
        return new Shell(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                environment,
                coloured,
                new Drain());
    }
}
