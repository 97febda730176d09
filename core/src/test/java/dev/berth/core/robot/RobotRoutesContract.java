package dev.berth.core.robot;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.HEAD;
import static dev.berth.platform.http.Method.PATCH;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.core.access.GrantableRights;
import dev.berth.core.access.Right;
import dev.berth.core.access.Role;
import dev.berth.core.project.Project;
import dev.berth.core.testing.TestCore;
import dev.berth.platform.http.Method;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// Robots as the contract and Harbor's clients know them, on every database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class RobotRoutesContract {
    private static final String ROBOTS = "/api/v2.0/robots";
    private static final String ANNA = basic("anna");
    private static final String CHOSEN = "Chosen horse 1";

    private final TestCore core;

    RobotRoutesContract(TestCore core) {
        this.core = core;
    }

    @AfterEach
    void stop() {
        core.close();
    }

    /// A robot that was made, and what it shows to log in.
    private record Made(long id, String name, String secret) {
        String basic() {
            return TestCore.basic(name, secret);
        }

        String path() {
            return ROBOTS + "/" + id;
        }
    }

    private HttpResponse<String> create(String authorization, String body)
            throws IOException, InterruptedException {
        return core.send(POST, ROBOTS, authorization, body);
    }

    private Made made(String authorization, String body) throws IOException, InterruptedException {
        var answer = create(authorization, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var created = json(answer);
        return new Made(
                created.get("id").asLong(),
                created.get("name").asString(),
                created.get("secret").asString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private int ask(Method method, String path, String authorization)
            throws IOException, InterruptedException {
        return core.send(method, path, "", "Authorization", authorization).statusCode();
    }

    private int put(Made robot, String authorization, String body)
            throws IOException, InterruptedException {
        return core.send(PUT, robot.path(), authorization, body).statusCode();
    }

    private static String ofProject(String name, String project, String... rights) {
        return body(name, "project", 30, permission("project", project, rights));
    }

    private static String ofSystem(String name, String... permissions) {
        return body(name, "system", -1, permissions);
    }

    private static String body(String name, String level, long duration, String... permissions) {
        return "{\"name\":\"%s\",\"level\":\"%s\",\"duration\":%d,\"permissions\":[%s]}"
                .formatted(name, level, duration, String.join(",", permissions));
    }

    private static String permission(String kind, String namespace, String... rights) {
        return "{\"kind\":\"%s\",\"namespace\":\"%s\",\"access\":[%s]}"
                .formatted(
                        kind,
                        namespace,
                        List.of(rights).stream()
                                .map(Right::of)
                                .map(right -> "{\"resource\":\"%s\",\"action\":\"%s\"}"
                                        .formatted(right.resource(), right.action()))
                                .collect(Collectors.joining(",")));
    }

    private static String[] texts(Collection<Right> rights) {
        return rights.stream().map(Right::toString).toArray(String[]::new);
    }

    private HttpResponse<String> list(String query, String authorization)
            throws IOException, InterruptedException {
        return core.get(ROBOTS + query, authorization);
    }

    private static String q(String query) {
        return "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private List<String> names(String query, String authorization)
            throws IOException, InterruptedException {
        return json(list(query, authorization))
                .valueStream()
                .map(robot -> robot.get("name").asString())
                .toList();
    }

    private boolean may(Made robot, String repository, Action action) {
        return core.projects()
                .permissions(false)
                .allow(
                        new Principal.Robot(robot.id(), robot.name()),
                        new Permission(Resource.repository(repository), action));
    }

    private Project team() {
        return core.addProject("team", false);
    }

    @Test
    void a_robot_of_a_project_is_at_its_location_with_prefix_project_and_name() throws Exception {
        var team = team();

        var answer = create(ADMIN, ofProject("ci", "team", "repository:push", "tag:list"));

        assertThat(answer.statusCode()).isEqualTo(201);
        var created = json(answer);
        assertThat(created.get("name").asString()).isEqualTo("robot$team+ci");
        assertThat(created.get("secret").asString())
                .matches("[A-Za-z0-9]{32}")
                .matches(".*[A-Z].*")
                .matches(".*[a-z].*")
                .matches(".*[0-9].*");
        assertThat(created.get("expires_at").asLong())
                .isEqualTo(core.clock().instant().plus(Duration.ofDays(30)).getEpochSecond());
        var location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(ROBOTS + "/" + created.get("id").asLong());
        var robot = core.get(location, ADMIN).body();
        assertThat(robot)
                .contains("\"name\":\"robot$team+ci\"", "\"level\":\"project\"")
                .contains("\"duration\":30", "\"editable\":true", "\"disable\":false")
                .contains("\"creator_type\":\"local\"", "\"creator_ref\":1")
                .contains("{\"kind\":\"project\",\"namespace\":\"team\",\"access\":["
                        + "{\"resource\":\"repository\",\"action\":\"push\"},"
                        + "{\"resource\":\"tag\",\"action\":\"list\"}]}")
                .doesNotContain("secret", "argon2");
        assertThat(team.id()).isPositive();
    }

    @Test
    void a_robot_of_the_installation_may_have_rights_everywhere() throws Exception {
        team();

        var robot = made(
                ADMIN,
                ofSystem(
                        "fleet",
                        permission("system", "/", "catalog:read"),
                        permission("project", "*", "repository:pull"),
                        permission("project", "team", "tag:delete")));

        assertThat(robot.name()).isEqualTo("robot$fleet");
        assertThat(core.get(robot.path(), ADMIN).body())
                .contains("\"level\":\"system\"", "\"duration\":-1", "\"expires_at\":-1")
                .contains("{\"kind\":\"system\",\"namespace\":\"/\"")
                .contains("{\"kind\":\"project\",\"namespace\":\"*\"")
                .contains("{\"kind\":\"project\",\"namespace\":\"team\"");
    }

    @Test
    void the_secret_and_disable_of_a_creation_are_not_looked_at() throws Exception {
        team();
        var body = ofProject("ci", "team", "repository:pull")
                .replaceFirst("\\{", "{\"secret\":\"" + CHOSEN + "\",\"disable\":true,");

        var robot = made(ADMIN, body);

        assertThat(robot.secret()).isNotEqualTo(CHOSEN);
        assertThat(core.get(robot.path(), ADMIN).body()).contains("\"disable\":false");
        assertThat(ask(GET, "/api/v2.0/systeminfo", robot.basic())).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'name':'CI','level':'system','permissions':[P]",
                "'name':'a+b','level':'system','permissions':[P]",
                "'name':'-a','level':'system','permissions':[P]",
                "'name':'','level':'system','permissions':[P]",
                "'level':'system','permissions':[P]",
                "'name':'a','permissions':[P]",
                "'name':'a','level':'king','permissions':[P]",
                "'name':'a','level':'system','duration':-2,'permissions':[P]",
                "'name':'a','level':'system','duration':2147483647,'permissions':[P]",
                "'name':'a','level':'system','permissions':[]",
                "'name':'a','level':'system'",
                "'name':'a','level':'system','permissions':[null]",
                "'name':'a','level':'system','permissions':[{'kind':'project','namespace':'*'}]",
                "'name':'a','level':'system','permissions':[{'kind':'king','namespace':'*','access':[A]}]",
                "'name':'a','level':'system','permissions':[{'kind':'system','namespace':'team','access':[A]}]",
                "'name':'a','level':'system','permissions':[{'kind':'system','namespace':'/','access':[A]}]",
                "'name':'a','level':'system','permissions':[{'kind':'project','namespace':'/','access':[A]}]",
                "'name':'a','level':'system','permissions':[{'kind':'project','access':[A]}]",
                "'name':'a','level':'system','permissions':[{'kind':'project','namespace':'*',"
                        + "'access':[{'resource':'robot','action':'update'}]}]",
                "'name':'a','level':'system','permissions':[{'kind':'project','namespace':'*',"
                        + "'access':[{'resource':'repository','action':'pull','effect':'deny'}]}]",
                "'name':'a','level':'project','permissions':[P,{'kind':'project','namespace':'team','access':[A]}]",
                "'name':'a','level':'project','permissions':[P]",
                "'name':'a','level':'project','permissions':[{'kind':'system','namespace':'/',"
                        + "'access':[{'resource':'catalog','action':'read'}]}]",
                "'name':'a','level':'system','duration':'x','permissions':[P]"
            })
    void what_no_robot_can_be_is_refused_before_anybody_is_asked_who_they_are(String fields)
            throws Exception {
        var pull = "{'resource':'repository','action':'pull'}";
        var body = ("{" + fields + "}")
                .replace("P", "{'kind':'project','namespace':'*','access':[A]}")
                .replace("[A]", "[" + pull + "]")
                .replace('\'', '"');

        assertThat(create(ADMIN, body).statusCode()).isEqualTo(400);
        assertThat(core.send(POST, ROBOTS, body, "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_name_is_given_once_in_a_project_and_once_in_the_installation() throws Exception {
        team();
        core.addProject("other", false);
        var body = ofProject("ci", "team", "repository:pull");
        var _ = made(ADMIN, body);

        assertThat(create(ADMIN, body).statusCode()).isEqualTo(409);

        assertThat(made(ADMIN, ofProject("ci", "other", "repository:pull")).name())
                .isEqualTo("robot$other+ci");
        assertThat(made(ADMIN, ofSystem("ci", permission("project", "*", "tag:list")))
                        .name())
                .isEqualTo("robot$ci");
        assertThat(create(ADMIN, ofSystem("ci", permission("project", "*", "tag:list")))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void the_number_of_a_removed_robot_is_never_given_again() throws Exception {
        team();
        var body = ofProject("ci", "team", "repository:pull");
        var first = made(ADMIN, body);

        assertThat(ask(DELETE, first.path(), ADMIN)).isEqualTo(200);
        assertThat(ask(GET, first.path(), ADMIN)).isEqualTo(404);
        assertThat(ask(DELETE, first.path(), ADMIN)).isEqualTo(404);

        assertThat(made(ADMIN, body).id()).isGreaterThan(first.id());
    }

    @Test
    void the_duration_that_administrators_set_is_of_robots_that_say_none() throws Exception {
        team();
        configure("{\"robot_token_duration\":7}");
        for (var body : List.of(
                ofProject("a", "team", "repository:pull").replace("\"duration\":30,", ""),
                ofProject("b", "team", "repository:pull").replace(":30,", ":0,"))) {
            var robot = made(ADMIN, body);

            assertThat(core.get(robot.path(), ADMIN).body())
                    .contains("\"duration\":7")
                    .contains("\"expires_at\":"
                            + core.clock().instant().plus(Duration.ofDays(7)).getEpochSecond());
        }
    }

    private void configure(String body) throws IOException, InterruptedException {
        assertThat(core.send(PUT, "/api/v2.0/configurations", ADMIN, body).statusCode())
                .isEqualTo(200);
    }

    @Test
    void another_prefix_renames_all_robots_at_once() throws Exception {
        team();
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull"));

        configure("{\"robot_name_prefix\":\"bot_\"}");

        assertThat(core.get(robot.path(), ADMIN).body()).contains("\"name\":\"bot_team+ci\"");
        assertThat(isIn(robot.basic())).isFalse();
        assertThat(isIn(basic("bot_team+ci", robot.secret()))).isTrue();
        assertThat(may(robot, "team/app", Action.PULL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a b", "ä", "", "\u0001"})
    void a_prefix_with_which_no_robot_could_log_in_is_refused(String prefix) throws Exception {
        var body = "{\"robot_name_prefix\":\"" + prefix.replace("\u0001", "\\u0001") + "\"}";

        assertThat(core.send(PUT, "/api/v2.0/configurations", ADMIN, body).statusCode())
                .isEqualTo(400);
    }

    private boolean isIn(String authorization) throws IOException, InterruptedException {
        return core.get("/api/v2.0/systeminfo", authorization).body().contains("harbor_version");
    }

    @Test
    void a_robot_that_is_disabled_expired_or_removed_does_nothing_any_more() throws Exception {
        team();
        var disabled = made(ADMIN, ofProject("a", "team", "repository:pull"));
        var expiring = made(ADMIN, ofProject("b", "team", "repository:pull"));
        var removed = made(ADMIN, ofProject("c", "team", "repository:pull"));
        var lasting = made(
                ADMIN, body("d", "project", -1, permission("project", "team", "repository:pull")));
        for (var robot : List.of(disabled, expiring, removed, lasting)) {
            assertThat(isIn(robot.basic())).isTrue();
            assertThat(may(robot, "team/app", Action.PULL)).isTrue();
        }

        assertThat(put(disabled, ADMIN, change(disabled, true, "repository:pull")))
                .isEqualTo(200);
        assertThat(ask(DELETE, removed.path(), ADMIN)).isEqualTo(200);

        for (var robot : List.of(disabled, removed)) {
            assertThat(isIn(robot.basic())).isFalse();
            assertThat(may(robot, "team/app", Action.PULL)).isFalse();
        }
        assertThat(put(disabled, ADMIN, change(disabled, false, "repository:pull")))
                .isEqualTo(200);
        assertThat(isIn(disabled.basic())).isTrue();

        core.clock().advance(Duration.ofDays(30));
        assertThat(isIn(expiring.basic())).isFalse();
        assertThat(may(expiring, "team/app", Action.PULL)).isFalse();
        assertThat(isIn(lasting.basic())).isTrue();
        assertThat(may(lasting, "team/app", Action.PULL)).isTrue();
    }

    private static String change(Made robot, boolean disable, String... rights) {
        return body(robot.name(), "project", 30, permission("project", "team", rights))
                .replaceFirst("\\{", "{\"disable\":" + disable + ",");
    }

    @Test
    void an_update_replaces_permissions_description_and_duration() throws Exception {
        team();
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull", "tag:list"));
        long made = core.clock().instant().getEpochSecond();
        core.clock().advance(Duration.ofDays(1));

        var changed = change(robot, false, "repository:push")
                .replace(":30,", ":90,")
                .replaceFirst("\\{", "{\"description\":\"pushes\",");
        assertThat(put(robot, ADMIN, changed)).isEqualTo(200);

        assertThat(core.get(robot.path(), ADMIN).body())
                .contains("\"description\":\"pushes\"", "\"duration\":90")
                .contains("\"expires_at\":" + (made + Duration.ofDays(90).toSeconds()))
                .contains("\"push\"")
                .doesNotContain("\"tag\"");
        assertThat(may(robot, "team/app", Action.PUSH)).isTrue();
        assertThat(isIn(robot.basic())).isTrue();
    }

    @Test
    void an_update_names_the_robot_as_it_is() throws Exception {
        team();
        core.addProject("other", false);
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull"));
        var same = change(robot, false, "repository:pull");

        for (var other : List.of(
                same.replace("robot$team+ci", "ci"),
                same.replace("robot$team+ci", "robot$team+other"),
                same.replace("\"level\":\"project\"", "\"level\":\"system\""),
                same.replace("\"namespace\":\"team\"", "\"namespace\":\"other\""),
                same.replace("\"namespace\":\"team\"", "\"namespace\":\"*\""),
                same.replace(":30,", ":-2,"),
                "{}")) {
            assertThat(put(robot, ADMIN, other)).as(other).isEqualTo(400);
        }
        assertThat(put(robot, ADMIN, same.replace("\"duration\":30,", ""))).isEqualTo(200);
        assertThat(core.get(robot.path(), ADMIN).body()).contains("\"duration\":30");
    }

    @Test
    void a_secret_is_refreshed_and_the_old_one_is_worth_nothing() throws Exception {
        team();
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull"));

        var refreshed = core.send(PATCH, robot.path(), ADMIN, "{\"secret\":\"\"}");

        assertThat(refreshed.statusCode()).isEqualTo(200);
        var secret = json(refreshed).get("secret").asString();
        assertThat(isIn(robot.basic())).isFalse();
        assertThat(isIn(basic(robot.name(), secret))).isTrue();

        var chosen = core.send(PATCH, robot.path(), ADMIN, "{\"secret\":\"" + CHOSEN + "\"}");
        assertThat(chosen.statusCode()).isEqualTo(200);
        assertThat(chosen.body()).isEqualTo("{}\n");
        assertThat(isIn(basic(robot.name(), secret))).isFalse();
        assertThat(isIn(basic(robot.name(), CHOSEN))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Short 1",
                "no upper case 1",
                "NO LOWER CASE 1",
                "No Digit Here",
                "Password123"
            })
    void a_weak_secret_is_refused(String secret) throws Exception {
        team();
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull"));

        var refused = core.send(PATCH, robot.path(), ADMIN, "{\"secret\":\"" + secret + "\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain(secret);
        assertThat(isIn(robot.basic())).isTrue();
    }

    @Test
    void SEC_25_secrets_are_stored_as_hashes_and_shown_once() throws Exception {
        team();
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull"));

        assertThat(core.storedText("robot", "secret_hash"))
                .allSatisfy(hash ->
                        assertThat(hash).startsWith("$argon2id$").doesNotContain(robot.secret()));
        assertThat(list(q("Level=project,ProjectID=" + projectId("team")), ADMIN)
                        .body())
                .contains(robot.name())
                .doesNotContain("secret", robot.secret(), "argon2");
    }

    private long projectId(String name) {
        return core.projects().projects().require(name).id();
    }

    @Test
    void robots_are_listed_by_level_and_project_in_pages() throws Exception {
        team();
        for (var name : List.of("c", "a", "b")) {
            var _ = made(ADMIN, ofProject(name, "team", "repository:pull"));
            var _ = made(ADMIN, ofSystem(name, permission("project", "*", "tag:list")));
        }
        var ofTeam = "Level=project,ProjectID=" + projectId("team");

        assertThat(names("", ADMIN)).containsExactly("robot$a", "robot$b", "robot$c");
        assertThat(names(q("Level=system"), ADMIN)).hasSize(3);
        assertThat(names(q("Level=system,ProjectID=" + projectId("team")), ADMIN))
                .containsExactly("robot$a", "robot$b", "robot$c");
        assertThat(names(q(ofTeam), ADMIN))
                .containsExactly("robot$team+a", "robot$team+b", "robot$team+c");
        assertThat(names(q(ofTeam) + "&sort=-name", ADMIN))
                .containsExactly("robot$team+c", "robot$team+b", "robot$team+a");
        assertThat(names(q(ofTeam + ",name=~+b"), ADMIN)).isEmpty();
        assertThat(names(q("Level=project,name=~m%2Bb,project_id=" + projectId("team")), ADMIN))
                .containsExactly("robot$team+b");
        var page = list(q(ofTeam) + "&page=2&page_size=1", ADMIN);
        assertThat(page.headers().firstValue("X-Total-Count")).contains("3");
        assertThat(page.headers().firstValue("Link").orElseThrow())
                .contains("rel=\"prev\"", "rel=\"next\"");
        assertThat(page.body()).contains("robot$team+b", "\"permissions\"");
        var everything = list(q(ofTeam) + "&page_size=0", ADMIN);
        assertThat(everything.body()).contains("robot$team+c").doesNotContain("permissions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Level=king",
                "Level=project",
                "Level=project,ProjectID=x",
                "Level=project,ProjectID=0",
                "Level=project,ProjectID=-1",
                "Level=project,ProjectID=99999999999999999999",
                "Level=~pro,ProjectID=1",
                "Level=project,ProjectID=[1~2]",
                "creation_time=x",
                "Level"
            })
    void a_list_that_cannot_be_is_refused(String query) throws Exception {
        assertThat(list(q(query), ADMIN).statusCode()).isEqualTo(400);
    }

    @Test
    void who_has_no_right_on_robots_hears_the_same_of_those_that_are_there_and_not()
            throws Exception {
        var team = team();
        var _ = core.addUser("anna");
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull"));
        var ofSystem = made(ADMIN, ofSystem("ci", permission("project", "*", "tag:list")));
        var change = change(robot, true, "repository:pull");
        for (var path : List.of(robot.path(), ofSystem.path(), ROBOTS + "/4711")) {
            for (var method : List.of(GET, DELETE)) {
                assertThat(ask(method, path, ANNA)).isEqualTo(403);
                assertThat(core.send(method, path, "").statusCode()).isEqualTo(401);
            }
            for (var method : List.of(PUT, PATCH)) {
                assertThat(core.send(method, path, ANNA, change).statusCode()).isEqualTo(403);
                assertThat(core.send(method, path, change, "Content-Type", "application/json")
                                .statusCode())
                        .isEqualTo(401);
            }
        }
        for (var namespace : List.of("team", "absent")) {
            var body = ofProject("x", namespace, "repository:pull");
            assertThat(create(ANNA, body).statusCode()).isEqualTo(403);
            assertThat(core.send(POST, ROBOTS, body, "Content-Type", "application/json")
                            .statusCode())
                    .isEqualTo(401);
        }
        for (long project : new long[] {team.id(), 4711}) {
            var query = q("Level=project,ProjectID=" + project);
            assertThat(list(query, ANNA).statusCode()).isEqualTo(403);
            assertThat(core.send(GET, ROBOTS + query, "").statusCode()).isEqualTo(401);
        }
        assertThat(list("", ANNA).statusCode()).isEqualTo(403);
        assertThat(ask(GET, ROBOTS + "/4711", ADMIN)).isEqualTo(404);
        assertThat(ask(GET, ROBOTS + "/x", ADMIN)).isEqualTo(422);
        assertThat(create(ADMIN, ofProject("x", "absent", "repository:pull")).statusCode())
                .isEqualTo(404);
        assertThat(list(q("Level=project,ProjectID=4711"), ADMIN).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "PROJECT_ADMIN, 201, 200, 200",
        "MAINTAINER, 403, 200, 403",
        "DEVELOPER, 403, 200, 403",
        "GUEST, 403, 200, 403",
        "LIMITED_GUEST, 403, 403, 403"
    })
    void members_do_with_robots_what_their_role_may(Role role, int made, int read, int changed)
            throws Exception {
        var team = team();
        var _ = core.addMember(team, core.addUser("anna"), role);
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull"));

        assertThat(create(ANNA, ofProject("x", "team", "repository:pull")).statusCode())
                .isEqualTo(made);
        assertThat(ask(GET, robot.path(), ANNA)).isEqualTo(read);
        assertThat(list(q("Level=project,ProjectID=" + team.id()), ANNA).statusCode())
                .isEqualTo(read);
        assertThat(put(robot, ANNA, change(robot, false, "repository:pull"))).isEqualTo(changed);
        assertThat(core.send(PATCH, robot.path(), ANNA, "{}").statusCode()).isEqualTo(changed);
        assertThat(ask(DELETE, robot.path(), ANNA)).isEqualTo(changed);
        assertThat(create(ANNA, ofSystem("x", permission("project", "team", "repository:pull")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void who_looks_after_a_project_may_grant_everything_in_it() throws Exception {
        var team = team();
        var _ = core.addMember(team, core.addUser("anna"), Role.PROJECT_ADMIN);

        var robot = made(ANNA, ofProject("all", "team", texts(GrantableRights.inProjects())));

        assertThat(core.get(robot.path(), ANNA).body()).contains("\"creator_type\":\"local\"");
        assertThat(core.get("/api/v2.0/projects/team/metadatas/", robot.basic()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_robot_grants_what_it_has_and_no_more() throws Exception {
        team();
        core.addProject("other", false);
        var maker = made(
                ADMIN,
                ofSystem(
                        "maker",
                        permission("system", "/", "robot:create", "catalog:read"),
                        permission("project", "team", "repository:pull", "robot:create")));
        var maker2 = made(
                ADMIN,
                ofSystem(
                        "maker2",
                        permission("system", "/", "robot:create"),
                        permission("project", "*", "repository:pull")));

        for (var allowed : List.of(
                ofSystem("a", permission("project", "team", "repository:pull")),
                ofSystem("b", permission("system", "/", "catalog:read")),
                ofProject("c", "team", "repository:pull"))) {
            assertThat(create(maker.basic(), allowed).statusCode()).as(allowed).isEqualTo(201);
        }
        for (var refused : List.of(
                ofSystem("d", permission("project", "team", "repository:push")),
                ofSystem("e", permission("project", "*", "repository:pull")),
                ofSystem("f", permission("project", "other", "repository:pull")),
                ofSystem("g", permission("project", "absent", "repository:pull")),
                ofSystem("h", permission("system", "/", "user:list")),
                ofProject("i", "team", "repository:push"),
                ofProject("j", "other", "repository:pull"),
                ofProject("k", "absent", "repository:pull"))) {
            assertThat(create(maker.basic(), refused).statusCode()).as(refused).isEqualTo(403);
        }
        assertThat(create(
                                maker2.basic(),
                                ofSystem("l", permission("project", "other", "repository:pull")))
                        .statusCode())
                .isEqualTo(201);
        assertThat(list(q("name=l"), ADMIN).body())
                .contains("\"creator_type\":\"robot\"", "\"creator_ref\":" + maker2.id());
    }

    /// `robot:update` cannot be granted.
    @Test
    void no_robot_changes_a_robot_or_itself() throws Exception {
        team();
        var robot = made(
                ADMIN,
                ofSystem(
                        "all",
                        permission("system", "/", texts(GrantableRights.inSystem())),
                        permission("project", "*", texts(GrantableRights.inProjects()))));
        var other = made(ADMIN, ofProject("ci", "team", "repository:pull"));

        for (var each : List.of(robot, other)) {
            assertThat(ask(GET, each.path(), robot.basic())).isEqualTo(200);
            assertThat(put(each, robot.basic(), change(each, false, "repository:push")))
                    .isEqualTo(403);
            assertThat(core.send(PATCH, each.path(), robot.basic(), "{}").statusCode())
                    .isEqualTo(403);
        }
        assertThat(ask(DELETE, other.path(), robot.basic())).isEqualTo(200);
    }

    @Test
    void a_robot_that_may_change_users_has_no_power_over_administrators() throws Exception {
        var anna = core.addUser("anna");
        var robot = made(
                ADMIN,
                ofSystem(
                        "hr",
                        permission("system", "/", "user:update", "user:delete", "user:list")));
        var users = "/api/v2.0/users/";
        var profile = "{\"email\":\"x@example.com\",\"realname\":\"X\"}";
        var password = "{\"new_password\":\"Other horse 2\"}";

        for (long id : new long[] {1, anna.id()}) {
            assertThat(core.send(
                                    PUT,
                                    users + id + "/sysadmin",
                                    robot.basic(),
                                    "{\"sysadmin_flag\":true}")
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(core.send(PUT, users + 1, robot.basic(), profile).statusCode())
                .isEqualTo(403);
        assertThat(core.send(PUT, users + "1/password", robot.basic(), password).statusCode())
                .isEqualTo(403);
        core.accounts().setAdministrator(anna.id(), true);
        assertThat(ask(DELETE, users + anna.id(), robot.basic())).isEqualTo(403);
        core.accounts().setAdministrator(anna.id(), false);
        assertThat(core.send(PUT, users + anna.id() + "/password", robot.basic(), password)
                        .statusCode())
                .isEqualTo(200);
        assertThat(core.send(PUT, users + anna.id(), robot.basic(), profile).statusCode())
                .isEqualTo(200);
        assertThat(ask(DELETE, users + anna.id(), robot.basic())).isEqualTo(200);
    }

    @Test
    void a_robot_sees_its_projects_and_public_ones() throws Exception {
        var team = team();
        core.addProject("hidden", false);
        var ofTeam = made(ADMIN, ofProject("ci", "team", "project:read"));
        var everywhere = made(ADMIN, ofSystem("all", permission("project", "*", "tag:list")));
        var lister = made(ADMIN, ofSystem("lister", permission("system", "/", "project:list")));
        var projects = "/api/v2.0/projects";

        assertThat(core.get(projects, ofTeam.basic()).body())
                .contains("\"team\"", "\"library\"")
                .doesNotContain("hidden");
        assertThat(core.get(projects, ofTeam.basic()).headers().firstValue("X-Total-Count"))
                .contains("2");
        for (var all : List.of(everywhere, lister)) {
            assertThat(core.get(projects, all.basic()).headers().firstValue("X-Total-Count"))
                    .contains("3");
        }
        assertThat(ask(GET, projects + "/team", ofTeam.basic())).isEqualTo(200);
        assertThat(ask(GET, projects + "/hidden", ofTeam.basic())).isEqualTo(403);
        assertThat(ask(GET, projects + "/team", everywhere.basic())).isEqualTo(403);
        assertThat(ask(HEAD, projects + "?project_name=team", ofTeam.basic())).isEqualTo(200);
        assertThat(ask(HEAD, projects + "?project_name=hidden", ofTeam.basic())).isEqualTo(404);
        assertThat(core.get("/api/v2.0/search?q=hidden", ofTeam.basic()).body())
                .contains("\"project\":[]");
        assertThat(core.get("/api/v2.0/statistics", ofTeam.basic()).body())
                .contains("\"private_project_count\":1", "\"total_project_count\":0");
        assertThat(core.get(
                                "/api/v2.0/users/current/permissions?relative=true&scope=/project/"
                                        + team.id(),
                                ofTeam.basic())
                        .body())
                .isEqualTo("[{\"resource\":\".\",\"action\":\"read\"}]\n");
    }

    @Test
    void only_a_robot_that_was_granted_it_makes_projects_and_an_administrator_owns_them()
            throws Exception {
        team();
        var all = made(ADMIN, ofProject("all", "team", texts(GrantableRights.inProjects())));
        var maker = made(ADMIN, ofSystem("maker", permission("system", "/", "project:create")));
        var projects = "/api/v2.0/projects";

        assertThat(core.send(POST, projects, all.basic(), "{\"project_name\":\"a\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(core.send(POST, projects, maker.basic(), "{\"project_name\":\"b\"}")
                        .statusCode())
                .isEqualTo(201);

        assertThat(core.get(projects + "/b", ADMIN).body()).contains("\"owner_name\":\"admin\"");
        assertThat(ask(GET, projects + "/b", maker.basic())).isEqualTo(403);
    }

    @Test
    void a_robot_is_no_user() throws Exception {
        team();
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull"));

        assertThat(ask(GET, "/api/v2.0/users/current", robot.basic())).isEqualTo(412);
        assertThat(ask(GET, "/api/v2.0/users/1", robot.basic())).isEqualTo(403);
        assertThat(ask(GET, "/api/v2.0/permissions", robot.basic())).isEqualTo(403);
    }

    /// An account has a number too, which may be the same.
    @Test
    void a_robot_is_not_the_user_with_its_number() throws Exception {
        team();
        var _ = core.addUser("anna");
        var robots = List.of(
                made(ADMIN, ofProject("a", "team", "repository:pull")),
                made(ADMIN, ofProject("b", "team", "repository:pull")));
        for (var robot : robots) {
            assertThat(ask(GET, "/api/v2.0/users/" + robot.id(), robot.basic())).isEqualTo(403);
        }
    }

    @Test
    void pushing_brings_pulling_to_robots_of_a_project_and_to_no_others() throws Exception {
        team();
        var ofTeam = made(ADMIN, ofProject("ci", "team", "repository:push"));
        var ofSystem =
                made(ADMIN, ofSystem("ci", permission("project", "team", "repository:push")));

        assertThat(may(ofTeam, "team/app", Action.PUSH)).isTrue();
        assertThat(may(ofTeam, "team/app", Action.PULL)).isTrue();
        assertThat(may(ofTeam, "team/app", Action.DELETE)).isFalse();
        assertThat(may(ofSystem, "team/app", Action.PUSH)).isTrue();
        assertThat(may(ofSystem, "team/app", Action.PULL)).isFalse();
        assertThat(may(ofTeam, "other/app", Action.PULL)).isFalse();
        assertThat(may(ofTeam, "library/app", Action.PULL)).isTrue();
        assertThat(may(ofTeam, "library/app", Action.PUSH)).isFalse();
    }

    @Test
    void a_robot_goes_with_its_project_and_what_others_were_granted_there_too() throws Exception {
        team();
        var ofTeam = made(ADMIN, ofProject("ci", "team", "repository:push"));
        var other = made(
                ADMIN,
                ofSystem(
                        "other",
                        permission("project", "team", "repository:push"),
                        permission("project", "library", "repository:push")));
        assertThat(isIn(ofTeam.basic())).isTrue();

        assertThat(ask(DELETE, "/api/v2.0/projects/team", ADMIN)).isEqualTo(200);

        assertThat(ask(GET, ofTeam.path(), ADMIN)).isEqualTo(404);
        assertThat(isIn(ofTeam.basic())).isFalse();
        assertThat(core.get(other.path(), ADMIN).body())
                .contains("\"library\"")
                .doesNotContain("team");
        team();
        assertThat(may(ofTeam, "team/app", Action.PULL)).isFalse();
        assertThat(may(other, "team/app", Action.PUSH)).isFalse();
        assertThat(may(other, "library/app", Action.PUSH)).isTrue();
        assertThat(made(ADMIN, ofProject("ci", "team", "repository:push")).id())
                .isNotEqualTo(ofTeam.id());
    }

    @Test
    void what_is_done_with_robots_is_in_the_audit_log() throws Exception {
        team();
        var robot = made(ADMIN, ofProject("ci", "team", "repository:pull"));
        assertThat(put(robot, ADMIN, change(robot, false, "tag:list"))).isEqualTo(200);
        var _ = core.send(PATCH, robot.path(), ADMIN, "{}");
        var _ = ask(DELETE, robot.path(), ADMIN);
        var reader = made(ADMIN, ofSystem("reader", permission("system", "/", "audit-log:list")));

        var entries = json(
                core.get("/api/v2.0/auditlog-exts" + q("resource_type=robot"), reader.basic()));

        assertThat(entries.valueStream()
                        .map(entry -> entry.get("username").asString() + " "
                                + entry.get("operation_description").asString())
                        .toList())
                .containsExactly(
                        "admin create robot: robot$reader",
                        "admin delete robot: robot$team+ci",
                        "admin update robot: robot$team+ci",
                        "admin update robot: robot$team+ci",
                        "admin create robot: robot$team+ci");
    }

    @Test
    void who_may_grant_is_told_what_can_be_granted() throws Exception {
        var team = team();
        var anna = core.addUser("anna");
        assertThat(ask(GET, "/api/v2.0/permissions", ANNA)).isEqualTo(403);
        assertThat(core.send(GET, "/api/v2.0/permissions", "").statusCode()).isEqualTo(401);

        var _ = core.addMember(team, anna, Role.PROJECT_ADMIN);

        var ofAnna = json(core.get("/api/v2.0/permissions", ANNA));
        var ofAdmin = json(core.get("/api/v2.0/permissions", ADMIN));
        assertThat(ofAnna.has("system")).isFalse();
        assertThat(ofAnna.get("project")).hasSize(GrantableRights.inProjects().size());
        assertThat(ofAdmin.get("system")).hasSize(GrantableRights.inSystem().size());
        assertThat(ofAdmin.get("project")).isEqualTo(ofAnna.get("project"));
    }

    @Test
    void a_robot_that_several_delete_at_once_is_deleted_once() throws Exception {
        var robot =
                core.addRobot("ci", "", TestCore.rights("*", List.of(Right.of("repository:pull"))));
        var path = ROBOTS + "/" + robot.shown().robot().id();
        var deletes = Collections.<Callable<Integer>>nCopies(8, () -> ask(DELETE, path, ADMIN));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var statuses = new ArrayList<Integer>();
            for (var status : threads.invokeAll(deletes)) {
                statuses.add(status.get());
            }
            assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 404);
        }
        assertThat(core.storedText("event_inbox", "type")).containsOnlyOnce("robot-deleted");
    }
}
