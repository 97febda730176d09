package dev.berth.core;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.basic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;
import dev.berth.platform.http.Route;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Calls every operation as everybody, and compares the answers with the page. Source: ADR 80.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ApiPermissionsTest {
    private static final Path PAGE = Path.of("..", "docs", "permissions-api.md");
    private static final String WRITE = "berth.permissions.write";
    private static final String COMMAND = "./build -pl core -am test -Dtest=ApiPermissionsTest -D"
            + WRITE + "=true -Dsurefire.failIfNoSpecifiedTests=false";
    private static final String HEAD = """
            # Who may do what in Harbor's API

            Every operation, called as everybody; written by `ApiPermissionsTest` and compared there. Write it anew with

                %s

            A cell is the status of a request that is right in all else. Where the path names a user it is somebody else's
            number, unless the line says otherwise. What `/c` needs besides is a CSRF token; none is sent here.

            | operation | permission | anonymous | wrong password | user | administrator |
            |---|---|---|---|---|---|
            """.formatted(COMMAND);

    /// Bodies that are right; the other operations with a body get an empty object.
    private static final Map<String, String> BODIES = Map.of(
            "createUser",
            "{\"username\":\"new%1$d\",\"email\":\"new%1$d@example.com\",\"realname\":\"N\","
                    + "\"password\":\"Secret pass 1\"}",
            "updateUserProfile",
            "{\"email\":\"changed%d@example.com\",\"realname\":\"N\"}",
            "setUserSysAdmin",
            "{\"sysadmin_flag\":false}",
            "updateUserPassword",
            "{\"old_password\":\"" + TestCore.PASSWORD + "\",\"new_password\":\"New pass %d\"}");

    private final TestCore core;
    private int calls;

    ApiPermissionsTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @AfterEach
    void stop() {
        core.close();
    }

    @Test
    void everybody_is_answered_as_the_page_says() throws Exception {
        var page = new StringBuilder(HEAD);
        for (var route : core.routes()) {
            page.append(line(route, false));
            if (route.pattern().text().contains("{user_id}")) {
                page.append(line(route, true));
            }
        }

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/permissions-api.md; if this is what you want: " + COMMAND)
                .isEqualTo(page.toString());
    }

    @Test
    void no_body_of_any_operation_raises_the_rights_of_its_sender() throws Exception {
        var anna = core.addUser("anna");
        var everything =
                "{\"sysadmin_flag\":true,\"admin_role_in_auth\":true,\"administrator\":true,"
                        + "\"user_id\":1,\"id\":1,\"role_id\":1,\"username\":\"admin\",\"realname\":\"A\","
                        + "\"email\":\"a@example.com\",\"new_password\":\"Secret pass 1\"}";
        for (var route : core.routes()) {
            for (long id : new long[] {1, anna.id()}) {
                var path = route.pattern().text().replace("{user_id}", Long.toString(id));
                var _ = send(route, path, basic("anna"), everything);
            }
        }

        assertThat(core.accounts().find("anna").orElseThrow().administrator()).isFalse();
        assertThat(core.accounts().find("admin").orElseThrow().id()).isEqualTo(1);
        assertThat(core.get("/api/v2.0/users/current", ADMIN).statusCode()).isEqualTo(200);
    }

    private String line(Route<?> route, boolean themselves)
            throws IOException, InterruptedException {
        var cells = new StringJoiner(" | ", "| ", " |\n");
        cells.add("`%s %s`%s"
                .formatted(
                        route.method(),
                        route.pattern().text(),
                        themselves ? " of themselves" : ""));
        cells.add(route.guard().permission());
        for (var caller : List.of("anonymous", "wrong password", "user", "administrator")) {
            cells.add(status(route, caller, themselves));
        }
        return cells.toString();
    }

    private String status(Route<?> route, String caller, boolean themselves)
            throws IOException, InterruptedException {
        int call = calls++;
        // So that no wrong password holds up the next one.
        core.clock().advance(Duration.ofHours(2));
        var sender = core.addUser("sender" + call);
        var other = core.addUser("other" + call);
        core.accounts().setAdministrator(sender.id(), caller.equals("administrator"));
        var authorization = switch (caller) {
            case "anonymous" -> "";
            case "wrong password" -> basic("sender" + call, "wrong");
            default -> basic("sender" + call);
        };
        long named = themselves ? sender.id() : other.id();
        var path = route.pattern().text().replace("{user_id}", Long.toString(named));
        if (route.operation().equals("searchUsers")) {
            path += "?username=x";
        }
        var body = BODIES.getOrDefault(route.operation(), "{}").formatted(call);
        return Integer.toString(send(route, path, authorization, body).statusCode());
    }

    private HttpResponse<String> send(
            Route<?> route, String path, String authorization, String body)
            throws IOException, InterruptedException {
        var fields = new ArrayList<String>();
        if (!authorization.isEmpty()) {
            fields.addAll(List.of("Authorization", authorization));
        }
        boolean takesBody = route.bodyBytesMax() > 0;
        if (takesBody) {
            fields.addAll(List.of("Content-Type", "application/json"));
        }
        return core.send(
                route.method(), path, takesBody ? body : "", fields.toArray(String[]::new));
    }
}
