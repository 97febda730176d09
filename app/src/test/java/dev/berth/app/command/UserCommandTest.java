package dev.berth.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.database.DatabaseSettings;
import dev.berth.platform.database.Databases;
import dev.berth.platform.lifecycle.Drain;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Users and projects on the command line.
@DisplayNameGeneration(ReplaceUnderscores.class)
class UserCommandTest {
    private static final String PASSWORD = "canary horse";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void a_created_user_is_listed() throws IOException {
        assertThat(create("boss", "--administrator")).isEqualTo(ExitCode.OK);
        assertThat(create("ci")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEmpty();

        assertThat(berth("user", "list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .containsExactly("boss                     administrator", "ci");
    }

    @Test
    void programs_read_the_list_as_json_without_any_hash() throws IOException {
        create("boss", "--administrator");

        berth("user", "list", "--output", "json");

        var listed = JsonMapper.shared().readTree(out.toString()).get(0);
        assertThat(listed.propertyNames()).containsExactly("name", "administrator", "createdAt");
        assertThat(out.toString()).doesNotContain("argon2");
    }

    @Test
    void without_a_file_a_new_password_is_printed_once() throws IOException {
        create("boss", "--administrator");

        assertThat(berth("user", "create", "ci")).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .matches("user:     ci\\Rpassword: [A-Za-z0-9_-]{22}   \\(generated;.*\\)\\R");
    }

    @Test
    void a_project_has_its_owner_and_the_members_that_are_given_a_role() throws IOException {
        create("boss", "--administrator");
        create("anna");
        create("ci");

        assertThat(berth("project", "create", "team", "--owner", "anna")).isEqualTo(ExitCode.OK);
        assertThat(berth("project", "member", "team", "ci", "guest")).isEqualTo(ExitCode.OK);
        assertThat(berth("project", "member", "team", "ci", "developer")).isEqualTo(ExitCode.OK);
        assertThat(berth("project", "update", "library", "--private")).isEqualTo(ExitCode.OK);
        assertThat(berth("project", "update", "team", "--public")).isEqualTo(ExitCode.OK);

        berth("project", "list");
        assertThat(out.toString().lines())
                .containsExactly(
                        "library                  private  boss:projectAdmin",
                        "team                     public   anna:projectAdmin ci:developer");
    }

    @Test
    void a_member_and_a_project_are_taken_away() throws IOException {
        create("boss", "--administrator");
        create("ci");
        berth("project", "create", "team");
        berth("project", "member", "team", "ci", "developer");

        assertThat(berth("project", "member", "team", "ci", "--remove")).isEqualTo(ExitCode.OK);
        berth("project", "list", "--output", "json");
        assertThat(out.toString()).contains("boss:projectAdmin").doesNotContain("ci:");
        assertThat(berth("project", "delete", "team")).isEqualTo(ExitCode.OK);
        assertThat(berth("project", "delete", "team")).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString()).contains("there is no project team");
    }

    @Test
    void a_user_is_removed_but_not_the_last_administrator() throws IOException {
        create("boss", "--administrator");
        create("ci");

        assertThat(berth("user", "remove", "ci")).isEqualTo(ExitCode.OK);
        assertThat(berth("user", "remove", "boss")).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString())
                .isEqualTo("berth: `boss` is the only administrator; add another" + " one first"
                        + System.lineSeparator());
    }

    @Test
    void what_is_refused_is_told_in_words() throws IOException {
        create("boss", "--administrator");
        assertThat(berth("user", "password", "nobody")).isEqualTo(ExitCode.FAILED);
        assertThat(berth("user", "create", "a:b")).isEqualTo(ExitCode.USAGE);
        assertThat(berth("project", "create", "Team")).isEqualTo(ExitCode.FAILED);
        assertThat(berth("project", "create", "library")).isEqualTo(ExitCode.FAILED);
        assertThat(berth("project", "member", "library", "boss")).isEqualTo(ExitCode.USAGE);
        assertThat(berth("project", "member", "library", "boss", "king")).isEqualTo(ExitCode.USAGE);
        assertThat(berth("project", "update", "library")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString())
                .contains("there is no account `nobody`")
                .contains("an account name has 1 to 255 letters")
                .contains("a project name has lower case letters")
                .contains("The project named library already exists")
                .contains("name a role, or --remove")
                .contains("no role `king`; known: projectAdmin, maintainer")
                .doesNotContain("Exception");
    }

    @Test
    void SEC_25_a_weak_password_is_refused_and_never_shown() throws IOException {
        create("boss", "--administrator");
        var file = Files.writeString(folder.resolve("weak"), "password123\n");

        assertThat(berth("user", "create", "ci", "--password-file", file.toString()))
                .isEqualTo(ExitCode.FAILED);

        assertThat(err.toString()).contains("on every list of guesses").doesNotContain("123");
    }

    @Test
    void a_file_longer_than_any_password_is_refused_and_not_cut() throws IOException {
        create("boss", "--administrator");
        var file = Files.writeString(folder.resolve("long"), "S3cret ".repeat(1_000));

        assertThat(berth("user", "create", "ci", "--password-file", file.toString()))
                .isEqualTo(ExitCode.FAILED);

        assertThat(err.toString()).contains("more than 4096 bytes").doesNotContain("S3cret");
    }

    @Test
    void SEC_26_a_password_from_a_file_is_never_shown() throws IOException {
        create("boss", "--administrator");
        create("ci");
        berth("user", "password", "ci", "--password-file", passwordFile());

        assertThat(out.toString() + err).doesNotContain(PASSWORD);
    }

    @Test
    void why_somebody_may_not_push_is_told_in_sentences() throws IOException {
        create("boss", "--administrator");
        create("ci");
        berth("project", "create", "team");
        berth("project", "member", "team", "ci", "guest");

        assertThat(berth("explain", "push", "team/app", "--principal", "ci"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(out.toString().lines())
                .containsExactly(
                        "not allowed",
                        "- ci is guest in team, which does not allow repository:push",
                        "- team is private");
        out.getBuffer().setLength(0);
        assertThat(berth("explain", "pull", "library/app", "--output", "json"))
                .isEqualTo(ExitCode.OK);
        var told = JsonMapper.shared().readTree(out.toString());
        assertThat(told.get("allowed").asBoolean()).isTrue();
        assertThat(told.get("reasons").get(0).asString()).startsWith("library is public");
        assertThat(berth("explain", "fly", "team/app")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("there is no such operation: write pull, push");
    }

    private static final String HARBORS = """
            {"user_id":1,"username":"admin","email":null,"password":"00000000000000000000000000000000",\
            "salt":"s","password_version":"sha256","deleted":true,"realname":"","comment":""}
            {"user_id":3,"username":"anna","email":"anna@example.com","realname":"Anna",\
            "password":"c410a0a19e52e8e30c375c8ca68b4651","salt":"Yx3jRmTq0ZsWv9LkPd8aNc5uHb2eGf7o",\
            "password_version":"sha256","sysadmin_flag":true,"deleted":false,"comment":null}
            {"user_id":4,"username":"oidc","email":"o@example.com","password":"","salt":""}
            """;

    @Test
    void the_users_of_a_harbor_are_imported_and_an_import_can_be_repeated() throws IOException {
        create("boss", "--administrator");
        var file = Files.writeString(folder.resolve("users.jsonl"), HARBORS).toString();

        assertThat(berth("user", "import", file)).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .containsExactly("imported: 1", "left out: 0", "without a password: 1");
        assertThat(berth("user", "import", file)).isEqualTo(ExitCode.OK);
        assertThat(err.toString()).contains("left out anna: there is already an account `anna`");
        out.getBuffer().setLength(0);
        berth("user", "list");

        assertThat(out.toString().lines())
                .containsExactly("anna", "boss                     administrator");
        assertThat(out.toString() + err).doesNotContain("c410", "Yx3j");
    }

    @Test
    void before_there_is_an_administrator_nobody_else_is_made() throws IOException {
        var file = Files.writeString(folder.resolve("users.jsonl"), HARBORS).toString();
        Databases.open(DatabaseSettings.sqlite(data())).close();

        assertThat(create("ci")).isEqualTo(ExitCode.FAILED);
        assertThat(berth("user", "import", file)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("berth: there is no administrator yet"));

        assertThat(berth("user", "import", "--administrators", file)).isEqualTo(ExitCode.OK);
        assertThat(create("ci")).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user list",
                "user create ci",
                "user password boss",
                "user remove boss",
                "project list",
                "project create team",
                "robot list",
                "explain pull library"
            })
    void where_there_is_no_registry_only_an_administrator_begins_one(String command)
            throws IOException {
        assertThat(berth(command.split(" "))).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString().lines())
                .containsExactly("berth: there is no registry in " + data()
                        + "; say where it is with data.directory");
        assertThat(data()).doesNotExist();

        assertThat(create("boss", "--administrator")).isEqualTo(ExitCode.OK);
    }

    @Test
    void an_import_begins_a_registry_only_with_an_administrator() throws IOException {
        var file = Files.writeString(folder.resolve("users.jsonl"), HARBORS).toString();

        assertThat(berth("user", "import", file)).isEqualTo(ExitCode.FAILED);
        assertThat(data()).doesNotExist();
        assertThat(berth("user", "import", "--administrators", file)).isEqualTo(ExitCode.OK);
    }

    @Test
    void a_file_in_another_encoding_is_refused() throws IOException {
        create("boss", "--administrator");
        var file = Files.write(folder.resolve("users.jsonl"), new byte[] {'"', (byte) 0xE9, '"'});

        assertThat(berth("user", "import", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("users.jsonl is not in UTF-8");
    }

    @Test
    void administrators_of_a_harbor_are_it_here_only_if_the_operator_says_so() throws IOException {
        create("boss", "--administrator");
        var file = Files.writeString(folder.resolve("users.jsonl"), HARBORS).toString();

        berth("user", "import", "--administrators", file);
        out.getBuffer().setLength(0);
        berth("user", "list");

        assertThat(out.toString()).contains("anna                     administrator");
    }

    @Test
    void a_file_with_mistakes_imports_nothing_and_says_them_all_without_a_hash()
            throws IOException {
        create("boss", "--administrator");
        var anna = HARBORS.lines().toList().get(1);
        var file = Files.writeString(
                folder.resolve("users.jsonl"),
                String.join(
                        "\n",
                        anna,
                        anna.replace("\"anna\"", "\"an na\""),
                        anna.replace("sha256", "md5"),
                        anna.replace("c410", "zz"),
                        "not json",
                        "null"));

        assertThat(berth("user", "import", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(berth("user", "import", folder.resolve("absent").toString()))
                .isEqualTo(ExitCode.FAILED);
        berth("user", "list");

        assertThat(err.toString().lines())
                .anyMatch(line -> line.startsWith("berth: line 2: an account name has"))
                .contains(
                        "berth: line 3: the version of the hash is sha1, sha256 or pbkdf2_sha256",
                        "berth: line 4: the hash has 32 hexadecimal digits",
                        "berth: line 5 is no JSON object with Harbor's columns",
                        "berth: line 6 is no JSON object with Harbor's columns",
                        "berth: nothing was imported; mend the file, or take these out")
                .noneMatch(line -> line.contains("0a19e52e"));
        assertThat(out.toString()).doesNotContain("anna");
    }

    private int create(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("user", "create", "--password-file", passwordFile()));
        all.addAll(List.of(arguments));
        return berth(all.toArray(String[]::new));
    }

    private String passwordFile() throws IOException {
        return Files.writeString(folder.resolve("password"), PASSWORD + "\n").toString();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private int berth(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--set", "data.directory=" + data()));
        var shell = new Shell(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Map.of(),
                false,
                new Drain());
        return BerthCommand.run(shell, all.toArray(String[]::new));
    }
}
