package dev.berth.core;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.HEAD;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.access.Role;
import dev.berth.core.testing.TestCore;
import dev.berth.platform.http.Method;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The rules that every operation of Harbor's API obeys, by their numbers: R1 to R31, A1 to
/// A5, C1 to C4, RO1. Where we differ, `docs/compatibility.md` says why.
///
/// Held elsewhere, for all operations at once:
///
/// - R1, R16, R17, and R13 to R15 besides what is here: `ContractTest`, and every answer of
///   every test, as `TestCore` holds them against the contract.
/// - R2, R6, R12, C2: `ApiSecurityTest`. A4: there, and `ApiPermissionsTest`.
/// - R18, R19, R22 to R24: `ListsTest`, `ListQueryTest`, `ListQueryFuzzTest`.
/// - C1, C4, A3, A5, RO1: `LoginRoutesContract`, `ConfigurationRoutesContract`,
///   `UserRoutesTest`.
///
/// Not yet, as what they are about is not there: R21 (quotas), R25 for artifacts, R29 and
/// R30 (repositories), A2 (other ways to log in). C3 has no place: there is no key to set.
@TestInstance(Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class GlobalRulesTest {
    private static final String API = "/api/v2.0";

    private final TestCore core;

    GlobalRulesTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
        var anna = core.addUser("anna");
        core.addMember(core.addProject("team", false), anna, Role.PROJECT_ADMIN);
        var _ = core.addProject("open", true);
    }

    @AfterAll
    void stop() {
        core.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return core.get(API + path, ADMIN);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"//api/v2.0/users", "/api//v2.0///users", "/api/v2.0/users//"})
    void R3_repeated_slashes_are_one(String path) throws Exception {
        assertThat(core.get(path, ADMIN).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/users", "/ping", "/projects/team", "/search", "/absent"})
    void R3_a_query_that_cannot_be_read_is_400_everywhere(String path) throws Exception {
        assertThat(rawStatus(API + path + "?q=%zz")).isEqualTo(400);
    }

    /// The status of an answer to a target that no URI can be made of.
    private int rawStatus(String target) throws IOException {
        var server = core.uri("/");
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            var head = "GET " + target + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
                    + "Authorization: " + ADMIN + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            var answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/projects/team/metadatas",
                "/projects/team/metadatas/",
                "/projects/",
                "/users/",
                "/projects/team/members/",
                "/systeminfo/"
            })
    void R4_a_slash_at_the_end_is_neither_needed_nor_in_the_way(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /absent, 404, NOT_FOUND",
        "GET, /users/1/absent, 404, NOT_FOUND",
        "PATCH, /users, 405, METHOD_NOT_ALLOWED",
        "DELETE, /systeminfo, 405, METHOD_NOT_ALLOWED",
        "POST, /ping, 405, METHOD_NOT_ALLOWED"
    })
    void R5_and_R7_a_wrong_path_or_method_is_told_as_json_with_one_error(
            Method method, String path, int status, String code) throws Exception {
        var answer = core.send(method, API + path, "", "Authorization", ADMIN);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertError(answer, code);
    }

    private static void assertError(HttpResponse<String> answer, String code) {
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/json; charset=utf-8");
        assertThat(answer.body()).endsWith("}]}\n");
        assertThat(json(answer).propertyNames()).containsExactly("errors");
        var errors = json(answer).path("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).path("code").asString()).isEqualTo(code);
        assertThat(errors.get(0).path("message").asString()).isNotEmpty();
    }

    @Test
    void R6_the_number_of_a_request_is_the_callers_or_a_new_one() throws Exception {
        assertThat(core.send(GET, API + "/ping", "", "X-Request-Id", "mine-1")
                        .headers()
                        .firstValue("X-Request-Id"))
                .contains("mine-1");
        assertThat(core.send(GET, API + "/ping", "").headers().firstValue("X-Request-Id"))
                .isPresent();
    }

    /// R9, what is our own fault: `HarborErrorResponses` has the one place; here by its
    /// effect.
    @ParameterizedTest
    @CsvSource({
        "GET, /users?page_size=101, '', 422, UNPROCESSABLE_ENTITY",
        "GET, /users?page=x, '', 422, UNPROCESSABLE_ENTITY",
        "GET, /users/x, '', 422, UNPROCESSABLE_ENTITY",
        "GET, /search, '', 422, UNPROCESSABLE_ENTITY",
        "POST, /users, '', 422, UNPROCESSABLE_ENTITY",
        "GET, /users?q=a, '', 400, BAD_REQUEST",
        "POST, /users, '{', 400, BAD_REQUEST",
        "GET, /users/4711, '', 404, NOT_FOUND",
        "GET, /projects/absent, '', 404, NOT_FOUND",
        "DELETE, /users/1, '', 403, FORBIDDEN",
        "POST, /projects, '{\"project_name\":\"team\"}', 409, CONFLICT",
        "PUT, /users/1/cli_secret, '{\"secret\":\"x\"}', 412, PRECONDITION"
    })
    void R8_R10_and_R11_a_refusal_has_the_status_and_code_of_its_kind(
            Method method, String path, String body, int status, String code) throws Exception {
        var answer = core.send(method, API + path, ADMIN, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertError(answer, code);
    }

    @Test
    void R11_a_body_of_another_type_is_415() throws Exception {
        var answer = core.send(
                POST, API + "/users", "a=b", "Authorization", ADMIN, "Content-Type", "text/plain");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertError(answer, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void R11b_ping_is_plain_text() throws Exception {
        var answer = core.send(GET, API + "/ping", "");

        assertThat(answer.body()).isEqualTo("Pong");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/plain");
    }

    @Test
    void R13_what_is_false_0_or_empty_is_left_out_but_for_what_is_always_there() throws Exception {
        var user = json(get("/users/search?username=anna"));
        assertThat(user.get(0).propertyNames()).containsExactlyInAnyOrder("user_id", "username");

        var anna = json(core.get(API + "/users/current", basic("anna")));
        assertThat(anna.propertyNames()).contains("sysadmin_flag", "admin_role_in_auth");
        assertThat(anna.propertyNames()).doesNotContain("comment");

        var project = json(get("/projects/open"));
        assertThat(project.propertyNames())
                .contains("repo_count", "metadata")
                .doesNotContain("registry_id", "deleted", "togglable");
    }

    @Test
    void R14_times_have_three_digits_of_fraction_and_are_utc() throws Exception {
        var project = json(get("/projects/team"));

        for (var name : List.of("creation_time", "update_time")) {
            assertThat(project.path(name).asString())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit-logs",
                "/users?q=username=absent",
                "/projects?name=absent",
                "/projects/open/logs"
            })
    void R15_and_R19_an_empty_list_is_brackets_with_a_total_and_no_link(String path)
            throws Exception {
        var answer = get(path);

        assertThat(answer.body()).isEqualTo("[]\n");
        assertThat(answer.headers().firstValue("X-Total-Count")).contains("0");
        assertThat(answer.headers().firstValue("Link")).isEmpty();
    }

    @Test
    void R18_a_page_size_of_0_is_everything() throws Exception {
        assertThat(json(get("/projects?page_size=0"))).hasSize(3);
        assertThat(get("/projects?page_size=0").headers().firstValue("Link")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/projects, name, library open team",
        "/projects?sort=-name, name, team open library",
        "/projects?sort=-project_id, name, open team library",
        "/projects?sort=-ProjectID, name, open team library",
        "/projects?sort=nonsense, name, library open team",
        "/projects?sort=-nonsense;drop, name, library open team"
    })
    void R20_a_list_has_its_own_order_or_that_of_the_keys_it_knows(
            String path, String field, String found) throws Exception {
        assertThat(values(get(path), field)).isEqualTo(List.of(found.split(" ", -1)));
    }

    private static List<String> values(HttpResponse<String> answer, String field) {
        var values = new ArrayList<String>();
        json(answer).forEach(entry -> values.add(entry.path(field).asString()));
        return values;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name=team            | team",
                "name=~EA             | team",
                "name=%7Bteam%20open%7D | open team",
                "public=true          | library open",
                "owner=admin          | library open team",
                "project_id=[2~]      | open team",
                "ProjectID=[2~]       | open team",
                "name__icontains=ea   | team",
                "name__in=team        | team",
                "colour=green         | library open team"
            })
    void R22_to_R25_projects_are_found_by_what_their_list_knows(String q, String found)
            throws Exception {
        assertThat(values(get("/projects?q=" + q), "name"))
                .isEqualTo(List.of(found.split(" ", -1)));
    }

    @Test
    void R25_users_are_found_by_name_or_address_at_once() throws Exception {
        assertThat(values(get("/users?q=username_or_email=~anna@exam"), "username"))
                .containsExactly("anna");
        assertThat(values(get("/users?q=username_or_email=~NN"), "username"))
                .containsExactly("anna");
        assertThat(values(get("/users?q=username_or_email=~zz"), "username")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/projects?name=ea           | name     | team",
                "/projects?public=true       | name     | library open",
                "/projects?owner=nobody      | name     | ''",
                "/users?username=an          | username | anna",
                "/users?email=anna@          | username | anna"
            })
    void R26_the_older_parameters_of_lists_still_mean_something(
            String path, String field, String found) throws Exception {
        var expected = found.isEmpty() ? List.<String>of() : List.of(found.split(" ", -1));
        assertThat(values(get(path), field)).isEqualTo(expected);
    }

    @Test
    void R27_and_R28_a_project_goes_by_number_or_name() throws Exception {
        long id = core.projects().projects().find("team").orElseThrow().id();
        var byNumber = core.send(GET, API + "/projects/" + id, "", "Authorization", ADMIN);
        var asName = core.send(
                GET,
                API + "/projects/" + id,
                "",
                "Authorization",
                ADMIN,
                "X-Is-Resource-Name",
                "true");

        assertThat(json(byNumber).path("name").asString()).isEqualTo("team");
        assertThat(asName.statusCode()).isEqualTo(404);
        assertThat(get("/projects/" + id + "/auditlog-exts").statusCode())
                .as("a project_name is no number")
                .isEqualTo(404);
        assertThat(core.send(
                                POST,
                                API + "/projects",
                                "{\"project_name\":\"named\"}",
                                "Authorization",
                                ADMIN,
                                "Content-Type",
                                "application/json",
                                "X-Resource-Name-In-Location",
                                "true")
                        .headers()
                        .firstValue("Location"))
                .contains(API + "/projects/named");
        core.projects()
                .projects()
                .delete(core.projects().projects().find("named").orElseThrow().id());
    }

    @Test
    void R31_a_location_is_a_path_and_names_the_project_as_it_was_named() throws Exception {
        var _ = core.addUser("berta");
        var made = core.send(
                POST,
                API + "/projects/team/members",
                ADMIN,
                "{\"role_id\":2,\"member_user\":{\"username\":\"berta\"}}");

        assertThat(made.headers().firstValue("Location").orElseThrow())
                .matches("/api/v2.0/projects/team/members/\\d+");
    }

    @Test
    void A1_what_comes_first_among_credentials_counts_alone() throws Exception {
        assertThat(core.send(GET, API + "/users/current", "", "Authorization", "Bearer x")
                        .statusCode())
                .isEqualTo(401);
        assertThat(core.send(GET, API + "/users/current", "", "Authorization", "Harbor-Secret x")
                        .statusCode())
                .isEqualTo(401);
        assertThat(core.get(API + "/users/current", basic("anna")).statusCode()).isEqualTo(200);
        // With credentials that are none, what is open to everybody stays open.
        assertThat(core.get(API + "/projects", "Bearer x").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"GET, /projects/absent", "PUT, /projects/absent", "GET, /projects/absent/members"})
    void A4_no_project_is_404_for_administrators_403_for_users_and_401_for_strangers(
            Method method, String path) throws Exception {
        var body = method == PUT ? "{}" : "";
        assertThat(core.send(method, API + path, ADMIN, body).statusCode()).isEqualTo(404);
        assertThat(core.send(method, API + path, basic("anna"), body).statusCode())
                .isEqualTo(403);
        assertThat(core.send(method, API + path, body, "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void A5_an_address_logs_in_as_the_name_does() throws Exception {
        assertThat(json(core.get(API + "/users/current", basic("anna@example.com")))
                        .path("username")
                        .asString())
                .isEqualTo("anna");
    }

    @Test
    void RO1_in_read_only_mode_only_the_way_out_stays_open() throws Exception {
        assertThat(core.send(PUT, API + "/configurations", ADMIN, "{\"read_only\":true}")
                        .statusCode())
                .isEqualTo(200);
        try {
            for (var route : core.routes()) {
                boolean isSafe = route.method() == GET || route.method() == HEAD;
                boolean isExempt = route.operation().equals("updateConfigurations")
                        || route.pattern().text().startsWith("/c/");
                if (isSafe || isExempt) {
                    continue;
                }
                var path = route.pattern().text().replaceAll("\\{\\w+}", "1");
                var answer = core.send(
                        route.method(), path, ADMIN, route.bodyBytesMax() > 0 ? "{}" : "");
                assertThat(answer.statusCode()).as(route.operation()).isEqualTo(403);
                assertError(answer, "DENIED");
            }
            assertThat(get("/projects").statusCode()).isEqualTo(200);
        } finally {
            assertThat(core.send(PUT, API + "/configurations", ADMIN, "{\"read_only\":false}")
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
