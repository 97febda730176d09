package dev.berth.core;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.core.testing.TestCore.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.account.Account;
import dev.berth.core.access.GrantableRights;
import dev.berth.core.access.Right;
import dev.berth.core.access.Role;
import dev.berth.core.robot.Robots;
import dev.berth.core.testing.TestCore;
import dev.berth.platform.database.Listing;
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
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

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
        number, unless the line says otherwise. Where it names a project, that is a private one unless the line says
        otherwise; a `user` does not belong to it, a role does. What `/c` needs besides is a CSRF token; none is sent
        here. Robots have been granted all that can be granted: a `robot` in the project, a `foreign robot` in
        another one, a `system robot` in all projects and on the installation.

        | operation | permission | anonymous | wrong password | user | limitedGuest | guest | developer | maintainer | projectAdmin | robot | foreign robot | system robot | administrator |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        """.formatted(COMMAND);

    /// Bodies that are right; the other operations with a body get an empty object.
    static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry(
                    "createUser",
                    "{\"username\":\"new%1$d\",\"email\":\"new%1$d@example.com\",\"realname\":\"N\",\"password\":\"Secret"
                            + " pass 1\"}"),
            Map.entry(
                    "updateUserProfile",
                    "{\"email\":\"changed%d@example.com\",\"realname\":\"N\"}"),
            Map.entry("setUserSysAdmin", "{\"sysadmin_flag\":false}"),
            Map.entry(
                    "updateUserPassword",
                    "{\"old_password\":\"" + TestCore.PASSWORD
                            + "\",\"new_password\":\"New pass %d\"}"),
            Map.entry("createProject", "{\"project_name\":\"new%d\"}"),
            Map.entry(
                    "createProjectMember",
                    "{\"role_id\":2,\"member_user\":{\"username\":\"free%d\"}}"),
            Map.entry("updateProjectMember", "{\"role_id\":3}"),
            Map.entry("addProjectMetadatas", "{\"auto_scan\":\"true\"}"),
            Map.entry("updateProjectMetadata", "{\"severity\":\"high\"}"),
            Map.entry(
                    "CreateRobot",
                    "{\"name\":\"new%1$d\",\"level\":\"project\",\"permissions\":[{\"kind\":\"project\","
                            + "\"namespace\":\"p%1$d\",\"access\":[{\"resource\":\"tag\",\"action\":\"list\"}]}]}"),
            Map.entry(
                    "UpdateRobot",
                    "{\"name\":\"robot$p%1$d+other\",\"level\":\"project\",\"permissions\":[{\"kind\":\"project\","
                            + "\"namespace\":\"p%1$d\",\"access\":[{\"resource\":\"tag\",\"action\":\"list\"}]}]}"));

    private static final List<String> CALLERS = Stream.of(
                    Stream.of("anonymous", "wrong password", "user"),
                    Stream.of(Role.values()).map(Role::word).toList().reversed().stream(),
                    Stream.of("robot", "foreign robot", "system robot", "administrator"))
            .flatMap(names -> names)
            .toList();

    /// What the path of a request is about.
    private enum About {
        OTHERS(""),
        THEMSELVES(" of themselves"),
        PUBLIC(" of a public project"),
        INSTALLATION(" of the installation");

        private final String words;

        About(String words) {
            this.words = words;
        }
    }

    private static final String PROJECT = "{project_name_or_id}";
    private static final String ROBOT = "{robot_id}";
    private static final String ROBOTS = "/robots";

    /// Where a path takes nothing but its name.
    private static final String PROJECT_NAME = "{project_name}";

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
            page.append(line(route, About.OTHERS));
            if (route.pattern().text().contains("{user_id}")) {
                page.append(line(route, About.THEMSELVES));
            }
            if (isInProject(route)) {
                page.append(line(route, About.PUBLIC));
            }
            if (route.pattern().text().contains(ROBOTS)) {
                page.append(line(route, About.INSTALLATION));
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
        var foreign = core.addProject("foreign", false);
        var own = core.addProject("own", false);
        long member = core.addMember(own, anna, Role.GUEST);
        var robot = core.addRobot(
                "ci",
                "own",
                rights("own", List.of(Right.of("tag:list"), Right.of("robot:create"))));
        var grants = core.projects().robots().findGrants(id(robot)).orElseThrow();
        var everything = """
            {"level":"project","permissions":[{"kind":"project","namespace":"own",
            "access":[{"resource":"repository","action":"push"}]}],"name":"robot$own+ci",
            "sysadmin_flag":true,"admin_role_in_auth":true,"administrator":true,"user_id":1,
            "id":1,"role_id":1,"username":"admin","realname":"A","email":"a@example.com",
            "new_password":"Secret pass 1","owner_id":%1$d,"current_user_role_id":1,
            "storage_limit":1,"metadata":{"public":"true"},"public":"true",
            "member_user":{"user_id":%1$d,"username":"anna"}}\
            """.formatted(anna.id());
        for (var route : core.routes()) {
            for (var project : List.of(own, foreign)) {
                for (long id : new long[] {1, anna.id()}) {
                    var path = route.pattern()
                            .text()
                            .replace("{user_id}", Long.toString(id))
                            .replace(PROJECT, Long.toString(project.id()))
                            .replace(PROJECT_NAME, project.name().text())
                            .replace("{mid}", Long.toString(member))
                            .replace(ROBOT, Long.toString(id(robot)))
                            .replace("{meta_name}", "public");
                    var _ = send(route, path, basic("anna"), everything);
                    var _ = send(route, path, basic(robot), everything);
                    var _ = send(route, path, basic(robot), everything.replace("robot$own+", "x"));
                }
            }
        }

        assertThat(core.accounts().find("anna").orElseThrow().administrator()).isFalse();
        assertThat(core.accounts().find("admin").orElseThrow().id()).isEqualTo(1);
        assertThat(core.get("/api/v2.0/users/current", ADMIN).statusCode()).isEqualTo(200);
        var members = core.projects().members();
        assertThat(members.findRole(own.id(), anna.id())).contains(Role.GUEST);
        assertThat(members.findRole(foreign.id(), anna.id())).isEmpty();
        assertThat(core.projects().projects().find("own")).contains(own);
        var after = core.projects().robots().findGrants(id(robot)).orElseThrow();
        assertThat(grants.cover(after)).isTrue();
        assertThat(core.robots().robots().list(own.id(), ALL).total()).isEqualTo(1);
        assertThat(core.projects().projects().find("foreign")).contains(foreign);
    }

    private static final Listing ALL = new Listing(List.of(), List.of(), 0, 1);

    private static long id(Robots.Made robot) {
        return robot.shown().robot().id();
    }

    /// A foreign project is not there: what is answered about it is answered about none.
    @Test
    void SEC_A4_a_project_that_the_caller_may_not_see_is_answered_like_none() throws Exception {
        var _ = core.addUser("anna");
        var foreign = core.addProject("foreign", false);
        long member = core.addMember(foreign, core.addUser("berta"), Role.DEVELOPER);
        for (var route : core.routes()) {
            if (!isInProject(route)) {
                continue;
            }
            var path = route.pattern()
                    .text()
                    .replace(PROJECT_NAME, PROJECT)
                    .replace("{meta_name}", "public");
            for (var authorization : List.of("", basic("anna"))) {
                var there = path.replace("{mid}", Long.toString(member));
                var byId = send(
                        route,
                        there.replace(PROJECT, Long.toString(foreign.id())),
                        authorization,
                        "{}");
                var byName = send(route, there.replace(PROJECT, "foreign"), authorization, "{}");
                var none = path.replace("{mid}", "4711");
                var noId = send(route, none.replace(PROJECT, "4711"), authorization, "{}");
                var noName = send(route, none.replace(PROJECT, "absent"), authorization, "{}");

                assertThat(List.of(byId, byName, noId))
                        .allSatisfy(answer -> assertThat(answer.statusCode())
                                .as(route.operation())
                                .isEqualTo(authorization.isEmpty() ? 401 : 403)
                                .isEqualTo(noName.statusCode()))
                        .allSatisfy(answer -> assertThat(answer.body()).isEqualTo(noName.body()));
            }
        }
    }

    private static boolean isInProject(Route<?> route) {
        var path = route.pattern().text();
        return path.contains(PROJECT) || path.contains(PROJECT_NAME);
    }

    private String line(Route<?> route, About about) throws IOException, InterruptedException {
        var cells = new StringJoiner(" | ", "| ", " |\n");
        cells.add("`%s %s`%s".formatted(route.method(), route.pattern().text(), about.words));
        cells.add(route.guard().permission());
        for (var caller : CALLERS) {
            cells.add(status(route, caller, about));
        }
        return cells.toString();
    }

    private String status(Route<?> route, String caller, About about)
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
        long named = about == About.THEMSELVES ? sender.id() : other.id();
        var path = route.pattern().text().replace("{user_id}", Long.toString(named));
        var query = query(route);
        var body = BODIES.getOrDefault(route.operation(), "{}").formatted(call);
        if (isInProject(route) || path.contains(ROBOTS) || caller.endsWith("robot")) {
            path = inProject(path, call, about, sender, other, Role.of(caller));
            if (route.operation().equals("ListRobot") && about != About.INSTALLATION) {
                query = "?q=Level=project,ProjectID=" + id("p" + call);
            }
        }
        if (about == About.INSTALLATION) {
            body = body.replace("\"level\":\"project\"", "\"level\":\"system\"")
                    .replace("p" + call + "+other", "other" + call);
        }
        if (caller.endsWith("robot")) {
            authorization = basic(robot(caller, call));
        }
        return Integer.toString(send(route, path + query, authorization, body).statusCode());
    }

    private long id(String project) {
        return core.projects().projects().require(project).id();
    }

    /// A robot with all rights, of the project in the path, of another one, or of the installation.
    private Robots.Made robot(String caller, int call) throws InterruptedException {
        return switch (caller) {
            case "robot" ->
                core.addRobot(
                        "sender", "p" + call, rights("p" + call, GrantableRights.inProjects()));
            case "foreign robot" -> {
                core.addProject("foreign" + call, false);
                yield core.addRobot(
                        "sender",
                        "foreign" + call,
                        rights("foreign" + call, GrantableRights.inProjects()));
            }
            default ->
                core.addRobot(
                        "sender" + call,
                        "",
                        rights("/", GrantableRights.inSystem()),
                        rights("*", GrantableRights.inProjects()));
        };
    }

    /// The path in a project with two members, one of them the sender if that has a role.
    private String inProject(
            String path, int call, About about, Account sender, Account other, Optional<Role> role)
            throws InterruptedException {
        var project = core.addProject("p" + call, about == About.PUBLIC);
        core.projects()
                .projects()
                .update(
                        project.id(),
                        Map.of("severity", "low"),
                        Optional.empty(),
                        Optional.empty());
        var _ = core.addUser("free" + call);
        long member = core.addMember(project, other, Role.GUEST);
        role.ifPresent(is -> core.addMember(project, sender, is));
        if (path.contains(ROBOT)) {
            var namespace = about == About.INSTALLATION ? "" : "p" + call;
            var robot = core.addRobot(
                    "other" + (about == About.INSTALLATION ? "" + call : ""),
                    namespace,
                    rights("p" + call, List.of(Right.of("tag:list"))));
            return path.replace(ROBOT, Long.toString(id(robot)));
        }
        return path.replace(PROJECT, Long.toString(project.id()))
                .replace(PROJECT_NAME, project.name().text())
                .replace("{mid}", Long.toString(member))
                .replace("{meta_name}", "severity");
    }

    private static String query(Route<?> route) {
        return switch (route.operation()) {
            case "searchUsers" -> "?username=x";
            case "headProject" -> "?project_name=library";
            case "search" -> "?q=x";
            case "explain" -> "?operation=pull&resource=library";
            default -> "";
        };
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
