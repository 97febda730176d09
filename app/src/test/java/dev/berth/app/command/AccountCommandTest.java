package dev.berth.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.lifecycle.Drain;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AccountCommandTest {
    private static final String PASSWORD = "canary horse";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void an_added_account_is_listed_with_its_grants() throws IOException {
        assertThat(add("boss", "--administrator")).isEqualTo(ExitCode.OK);
        assertThat(add("ci", "--grant", "team/:push", "--grant", "base/:pull"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEmpty();

        assertThat(account("list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .containsExactly(
                        "boss                     administrator",
                        "ci                       base/:pull team/:pull+push");
    }

    @Test
    void programs_read_the_list_as_json_without_any_hash() throws IOException {
        add("ci", "--grant", "team/:push");

        account("list", "--output", "json");

        var listed = JsonMapper.shared().readTree(out.toString()).get(0);
        assertThat(listed.propertyNames())
                .containsExactly("name", "administrator", "grants", "createdAt");
        assertThat(listed.get("grants").get(0).asString()).isEqualTo("team/:pull+push");
        assertThat(out.toString()).doesNotContain("argon2");
    }

    @Test
    void without_a_file_a_new_password_is_printed_once() {
        assertThat(account("add", "ci")).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .matches("user:     ci\\Rpassword: [A-Za-z0-9_-]{22}   \\(generated;.*\\)\\R");
    }

    @Test
    void rights_are_given_and_taken_away() throws IOException {
        add("ci", "--grant", "team/:push");

        assertThat(account("grant", "ci", "base/:pull", "--revoke", "team/"))
                .isEqualTo(ExitCode.OK);

        account("list");
        assertThat(out.toString().strip()).isEqualTo("ci                       base/:pull");
    }

    @Test
    void an_account_is_removed_but_not_the_last_administrator() throws IOException {
        add("boss", "--administrator");
        add("ci");

        assertThat(account("remove", "ci")).isEqualTo(ExitCode.OK);
        assertThat(account("remove", "boss")).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString())
                .isEqualTo("berth: `boss` is the only administrator; add another" + " one first"
                        + System.lineSeparator());
    }

    @Test
    void what_is_refused_is_told_in_words() throws IOException {
        assertThat(account("password", "nobody")).isEqualTo(ExitCode.FAILED);
        assertThat(account("add", "a:b")).isEqualTo(ExitCode.USAGE);
        assertThat(account("add", "ci", "--grant", "team:fly")).isEqualTo(ExitCode.USAGE);
        assertThat(account("grant", "ci")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString())
                .contains("there is no account `nobody`")
                .contains("an account name has 1 to 255 letters")
                .contains("write it as `<prefix>:<action>")
                .contains("name a grant such as team/:push")
                .doesNotContain("Exception");
    }

    @Test
    void SEC_25_a_weak_password_is_refused_and_never_shown() throws IOException {
        var file = Files.writeString(folder.resolve("weak"), "password123\n");

        assertThat(account("add", "ci", "--password-file", file.toString()))
                .isEqualTo(ExitCode.FAILED);

        assertThat(err.toString()).contains("on every list of guesses").doesNotContain("123");
    }

    @Test
    void SEC_26_a_password_from_a_file_is_never_shown() throws IOException {
        add("ci");
        account("password", "ci", "--password-file", passwordFile());

        assertThat(out.toString() + err).doesNotContain(PASSWORD);
    }

    private int add(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("add", "--password-file", passwordFile()));
        all.addAll(List.of(arguments));
        return account(all.toArray(String[]::new));
    }

    private String passwordFile() throws IOException {
        return Files.writeString(folder.resolve("password"), PASSWORD + "\n").toString();
    }

    private int account(String... arguments) {
        var all = new ArrayList<>(List.of("account"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--set", "data.directory=" + folder.resolve("data")));
        var shell = new Shell(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Map.of(),
                false,
                new Drain());
        return BerthCommand.run(shell, all.toArray(String[]::new));
    }
}
