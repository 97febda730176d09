package dev.berth.core;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.PASSWORD;
import static dev.berth.core.testing.TestCore.basic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.account.Account;
import dev.berth.core.access.Role;
import dev.berth.core.project.Project;
import dev.berth.core.testing.TestCore;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Route;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What other registries were broken by, tried on every operation there is: a new one is
/// tried as soon as it has a route.
///
/// The numbers are those of the list of known vulnerabilities; C1 to C4, R12 and A4 are
/// rules of Harbor's API.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ApiSecurityTest {
    private static final String API = "/api/v2.0";
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final JsonMapper JSON = JsonMapper.shared();

    /// What a sender would like to have, with `{self}` for their own number and
    /// `{foreign}` for that of a foreign project.
    private static final String WISHES = """
            {"sysadmin_flag":true,"admin_role_in_auth":true,"administrator":true,"is_admin":true,
            "user_id":1,"id":1,"role":"projectAdmin","role_id":1,"roleId":1,"role_name":"projectAdmin",
            "current_user_role_id":1,"current_user_role_ids":[1],"owner_id":{self},"owner_name":"admin",
            "project_id":{foreign},"storage_limit":12345,"projectID":{foreign},"level":"system","editable":true,"disable":false,
            "permissions":[{"kind":"system","namespace":"/","access":[{"resource":"user",
            "action":"create"}]}],"password_hash":"x","password_version":99,"salt":"x",
            "member_user":{"user_id":{self}},"secret":"Wish 12345","creation_time":"2000-01-01"}""";

    private static final List<String> INJECTIONS = List.of(
            "'",
            "\"",
            "1' OR '1'='1",
            "1; DROP TABLE account; --",
            "name) UNION SELECT password_hash FROM account --",
            "(select 1)",
            "1 desc, (select count(*) from account)",
            "-1",
            "9223372036854775808",
            "%",
            "_",
            "\\",
            "\u0000",
            "\u202e\ud83d\udca9",
            "name=~%",
            "name=[1~']",
            "name={' \"}",
            "name=(' ;)",
            "password_hash__in={a b}",
            "x".repeat(3_000));

    /// Parameters that take any text.
    private static final List<String> FREE = List.of("q", "sort", "name", "username");

    private static final List<String> ALL = List.of(
            "q",
            "sort",
            "page",
            "page_size",
            "name",
            "owner",
            "public",
            "username",
            "email",
            "entityname",
            "scope",
            "project_name",
            "principal");

    private final TestCore core;
    private int calls;

    ApiSecurityTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @AfterEach
    void stop() {
        core.close();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// The path of a route with these values, and with `other` for what is not among them.
    private static String path(Route<?> route, Map<String, String> values, String other) {
        return PARAMETER
                .matcher(route.pattern().text())
                .replaceAll(found -> values.getOrDefault(found.group(1), other));
    }

    private static Map<String, String> of(Project project) {
        return Map.of(
                "project_name_or_id",
                Long.toString(project.id()),
                "project_name",
                project.name().text());
    }

    private static Optional<String> parameter(Route<?> route) {
        return PARAMETER
                .matcher(route.pattern().text())
                .results()
                .map(found -> found.group(1))
                .findFirst();
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

    private List<Route<?>> gets() {
        return core.routes().stream()
                .filter(route -> route.method() == Method.GET || route.method() == Method.HEAD)
                .toList();
    }

    /// Every answer that somebody gets to whatever can be asked without changing anything.
    private Map<String, String> seen(String authorization, Project own)
            throws IOException, InterruptedException {
        var seen = new LinkedHashMap<String, String>();
        for (var route : gets()) {
            for (var query : List.of(
                    "",
                    "?page_size=1",
                    "?page=2&page_size=1",
                    "?sort=-creation_time",
                    "?q=name%3D~secret",
                    "?q=secret",
                    "?username=s&project_name=secret",
                    "?name=secret",
                    "?scope=/project/secret",
                    "?public=false")) {
                var path = path(route, of(own), "1") + query;
                var answer = send(route, path, authorization, "");
                var told = answer.headers();
                seen.put(
                        route.method() + " " + path,
                        "%d %s %s %s"
                                .formatted(
                                        answer.statusCode(),
                                        told.firstValue("X-Total-Count"),
                                        told.firstValue("Link"),
                                        answer.body()));
            }
        }
        return seen;
    }

    @Test
    void SEC_08_and_A4_what_a_caller_may_not_see_changes_no_answer_no_total_and_no_link()
            throws Exception {
        var anna = core.addUser("anna");
        var berta = core.addUser("berta");
        var own = core.addProject("own", false);
        core.addMember(own, anna, Role.PROJECT_ADMIN);
        core.push("own/app");
        var open = core.addProject("open", true);
        var before = List.of(seen("", open), seen(basic("anna"), own));

        var foreign = core.addProject("secret", false);
        core.addMember(foreign, berta, Role.DEVELOPER);
        core.push("secret/secret");
        core.projects()
                .projects()
                .by("berta")
                .update(
                        foreign.id(),
                        Map.of("severity", "low"),
                        Optional.empty(),
                        Optional.empty());

        assertThat(List.of(seen("", open), seen(basic("anna"), own))).isEqualTo(before);
        assertThat(core.get(API + "/projects?q=name%3D~secret", ADMIN).body()).contains("secret");
    }

    /// A foreign object in the path of one's own project, or without a project, is like
    /// none.
    @Test
    void SEC_04_and_12_to_17_what_belongs_to_others_is_answered_like_what_is_not_there()
            throws Exception {
        var anna = core.addUser("anna");
        var berta = core.addUser("berta");
        var own = core.addProject("own", false);
        core.addMember(own, anna, Role.PROJECT_ADMIN);
        var foreign = core.addProject("foreign", false);
        long member = core.addMember(foreign, berta, Role.DEVELOPER);
        for (var route : core.routes()) {
            if (parameter(route).isEmpty() || route.pattern().text().contains("{meta_name}")) {
                continue;
            }
            // What has no number of its own here has one of the first, if there is any.
            var there = new LinkedHashMap<>(of(own));
            there.put("mid", Long.toString(member));
            there.put("user_id", Long.toString(berta.id()));
            var path = path(route, there, "1");
            var none = path(route, of(own), "4711");
            if (path.equals(none)) {
                continue;
            }
            for (var authorization : List.of("", basic("anna"))) {
                var answer = send(route, path, authorization, "{\"role_id\":1}");
                var absent = send(route, none, authorization, "{\"role_id\":1}");

                assertThat(answer.statusCode())
                        .as(route.operation())
                        .isEqualTo(absent.statusCode())
                        .isGreaterThanOrEqualTo(400);
                assertThat(answer.body().replaceAll("[0-9]+", "#"))
                        .as(route.operation())
                        .isEqualTo(absent.body().replaceAll("[0-9]+", "#"));
            }
        }
        assertThat(core.accounts().find("berta")).contains(berta);
        assertThat(core.projects().members().findRole(foreign.id(), berta.id()))
                .contains(Role.DEVELOPER);
    }

    @Test
    void SEC_01_and_02_no_right_body_with_wishes_in_it_raises_anything() throws Exception {
        var boss = core.accounts().find("admin").orElseThrow();
        var foreign = core.addProject("foreign", false);
        var callers = new ArrayList<Optional<Role>>(List.of(Optional.empty()));
        for (var role : Role.values()) {
            callers.add(Optional.of(role));
        }
        for (var route : core.routes()) {
            if (route.bodyBytesMax() == 0) {
                continue;
            }
            for (var role : callers) {
                int call = calls++;
                var sender = core.addUser("sender" + call);
                var _ = core.addUser("free" + call);
                var project = core.addProject("p" + call, false);
                long other = core.addMember(project, core.addUser("other" + call), Role.GUEST);
                role.ifPresent(is -> core.addMember(project, sender, is));
                var values = new LinkedHashMap<>(of(project));
                values.put("mid", Long.toString(other));
                values.put("user_id", Long.toString(sender.id()));
                values.put("meta_name", "severity");
                var before = core.projects().projects().find(project.id()).orElseThrow();
                var _ = send(
                        route,
                        path(route, values, "1"),
                        basic("sender" + call),
                        wishes(route, call, sender, foreign));

                var as = route.operation() + " as " + role;
                var after = core.accounts().find(sender.id()).orElseThrow();
                assertThat(after.administrator()).as(as).isFalse();
                assertThat(after.name()).as(as).isEqualTo(sender.name());
                assertThat(core.projects().members().findRole(project.id(), sender.id()))
                        .as(as)
                        .isEqualTo(role);
                assertThat(core.projects().members().findRole(foreign.id(), sender.id()))
                        .as(as)
                        .isEmpty();
                var kept = core.projects().projects().find(project.id()).orElseThrow();
                assertThat(kept.ownerId()).as(as).isEqualTo(before.ownerId());
                assertThat(kept.storageLimit()).as(as).isEqualTo(before.storageLimit());
            }
        }
        assertThat(administrators()).containsExactly("admin");
        assertThat(core.accounts().find("admin")).contains(boss);
        assertThat(core.projects().projects().find("foreign")).contains(foreign);
    }

    /// The body that is right, with what the sender would like to have besides.
    private static String wishes(Route<?> route, int call, Account sender, Project foreign) {
        var right =
                ApiPermissionsTest.BODIES.getOrDefault(route.operation(), "{}").formatted(call);
        if (!right.startsWith("{")) {
            return right;
        }
        var body = (ObjectNode) JSON.readTree(WISHES.replace("{self}", Long.toString(sender.id()))
                .replace("{foreign}", Long.toString(foreign.id())));
        body.setAll((ObjectNode) JSON.readTree(right));
        return body.toString();
    }

    private Set<String> administrators() {
        var found = new TreeSet<String>();
        for (var page = core.accounts().listAfter("");
                !page.isEmpty();
                page = core.accounts().listAfter(page.getLast().name().text())) {
            page.stream()
                    .filter(Account::administrator)
                    .forEach(account -> found.add(account.name().text()));
        }
        return found;
    }

    @Test
    void SEC_01_and_C4_who_registers_is_no_administrator_whatever_they_send() throws Exception {
        assertThat(core.send(
                                Method.PUT,
                                API + "/configurations",
                                ADMIN,
                                "{\"self_registration\":true}")
                        .statusCode())
                .isEqualTo(200);
        var page = core.send(Method.GET, API + "/systeminfo", "");
        var cookie = page.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        var token = page.headers().firstValue("X-Harbor-CSRF-Token").orElseThrow();
        var body = "{\"username\":\"eve\",\"email\":\"eve@example.com\",\"realname\":\"E\","
                + "\"password\":\"Secret pass 1\",\"sysadmin_flag\":true,\"user_id\":1,"
                + "\"admin_role_in_auth\":true,\"role_id\":1,\"administrator\":true}";
        var made = core.send(
                Method.POST,
                API + "/users",
                body,
                "Content-Type",
                "application/json",
                "Cookie",
                cookie,
                "X-Harbor-CSRF-Token",
                token);

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(core.accounts().find("eve").orElseThrow().administrator()).isFalse();
        assertThat(administrators()).containsExactly("admin");
    }

    @Test
    void SEC_03_and_10_a_search_for_users_tells_names_and_nothing_else() throws Exception {
        var _ = core.addUser("anna");
        var _ = core.addUser("berta");

        for (var query :
                List.of("?username=b", "?username=b&q=email%3D~b", "?username=b&email=x")) {
            var found = JSON.readTree(
                    core.get(API + "/users/search" + query, basic("anna")).body());
            assertThat(found).hasSize(1);
            assertThat(found.get(0).propertyNames())
                    .containsExactlyInAnyOrder("user_id", "username");
        }
        assertThat(core.get(API + "/users/search?username=", basic("anna")).body())
                .doesNotContain("example.com");
        assertThat(core.send(Method.GET, API + "/users/search?username=b", "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void SEC_05_and_C2_no_change_is_made_by_a_session_without_its_token() throws Exception {
        var page = core.send(Method.GET, API + "/systeminfo", "");
        var csrf = page.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        var login = core.send(
                Method.POST,
                "/c/login",
                "principal=admin&password=" + encode(PASSWORD),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Cookie",
                csrf,
                "X-Harbor-CSRF-Token",
                page.headers().firstValue("X-Harbor-CSRF-Token").orElseThrow());
        var session = login.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("sid="))
                .findFirst()
                .orElseThrow()
                .split(";", 2)[0];
        assertThat(core.send(Method.GET, API + "/users", "", "Cookie", session).statusCode())
                .isEqualTo(200);
        long before = entries();
        for (var route : core.routes()) {
            if (route.method() == Method.GET || route.method() == Method.HEAD) {
                continue;
            }
            for (var type : List.of("application/json", "text/plain", "multipart/form-data")) {
                for (var fields : List.of(
                        List.of("Cookie", session),
                        List.of("Cookie", session + "; " + csrf),
                        List.of("Cookie", session, "X-Harbor-CSRF-Token", "AAAA"),
                        List.of("Cookie", session, "Authorization", ADMIN))) {
                    var sent = new ArrayList<>(List.of("Content-Type", type));
                    sent.addAll(fields);
                    var body = ApiPermissionsTest.BODIES
                            .getOrDefault(route.operation(), "{}")
                            .formatted(1);
                    var answer = core.send(
                            route.method(),
                            path(route, Map.of(), "1"),
                            route.bodyBytesMax() > 0 ? body : "",
                            sent.toArray(String[]::new));
                    assertThat(answer.statusCode()).as(route.operation()).isEqualTo(403);
                    assertThat(answer.body()).as(route.operation()).contains("CSRF");
                    assertThat(answer.headers()
                                    .firstValue("X-Harbor-CSRF-Token")
                                    .isPresent())
                            .as(route.operation())
                            .isEqualTo(!fields.contains("Authorization"));
                }
            }
        }
        assertThat(entries()).isEqualTo(before);
    }

    private long entries() throws IOException, InterruptedException {
        return core.get(API + "/auditlog-exts", ADMIN)
                .headers()
                .firstValueAsLong("X-Total-Count")
                .orElseThrow();
    }

    @Test
    void SEC_06_07_and_21_nothing_that_is_sent_becomes_sql() throws Exception {
        var anna = core.addUser("anna");
        core.addMember(core.addProject("team", false), anna, Role.GUEST);
        for (var injection : INJECTIONS) {
            var text = encode(injection);
            for (var route : gets()) {
                for (var name : injection.length() > 2 ? FREE : ALL) {
                    var answer = send(
                            route, path(route, Map.of(), "1") + "?" + name + "=" + text, ADMIN, "");
                    assertThat(answer.statusCode())
                            .as("%s %s=%s", route.operation(), name, injection)
                            .isLessThan(500);
                }
            }
            for (var route : core.routes()) {
                // Not the whole configuration, users and projects, but one that is not there.
                if (parameter(route).isPresent() && injection.length() < 100) {
                    var answer = send(route, path(route, Map.of(), text), ADMIN, "{}");
                    assertThat(answer.statusCode())
                            .as("%s %s", route.operation(), injection)
                            .isBetween(400, 499);
                }
            }
        }
        assertThat(core.accounts().find("anna")).contains(anna);
    }

    @Test
    void SEC_23_no_list_is_filtered_or_sorted_by_what_it_does_not_show() throws Exception {
        for (var name : List.of("anna", "berta", "carla")) {
            core.addMember(core.addProject(name, true), core.addUser(name), Role.GUEST);
        }
        int lists = 0;
        for (var route : gets()) {
            var path = path(route, Map.of("project_name", "library"), "1");
            var whole = send(route, path, ADMIN, "");
            if (whole.headers().firstValue("X-Total-Count").isEmpty()) {
                continue;
            }
            lists++;
            for (var hidden : List.of(
                    "password_hash",
                    "passwordHash",
                    "PasswordHash",
                    "password",
                    "password_version",
                    "salt",
                    "secret",
                    "token",
                    "token_hash",
                    "account.password_hash",
                    "password_hash__icontains",
                    "user.Password__in")) {
                for (var query : List.of(
                        "?q=" + hidden + "%3D~a",
                        "?q=" + hidden + "%3Dx",
                        "?q=" + hidden + "%3D%5Ba~b%5D",
                        "?sort=" + hidden,
                        "?sort=-" + hidden)) {
                    var asked = send(route, path + query, ADMIN, "");
                    assertThat(asked.body()).as(route.operation() + query).isEqualTo(whole.body());
                }
            }
        }
        assertThat(lists).isGreaterThan(5);
    }

    @Test
    void SEC_22_metadata_of_a_project_is_changed_by_its_administrators_alone() throws Exception {
        var project = core.addProject("team", false);
        var keys = List.of(
                "public",
                "severity",
                "auto_scan",
                "auto_sbom_generation",
                "prevent_vul",
                "enable_content_trust",
                "enable_content_trust_cosign",
                "reuse_sys_cve_allowlist",
                "proxy_speed_kb");
        for (var role : Role.values()) {
            var name = "as" + role.id();
            core.addMember(project, core.addUser(name), role);
            for (var route : core.routes()) {
                var path = route.pattern().text();
                boolean isChange = route.method() != Method.GET
                        && (path.contains("/metadatas/")
                                || route.operation().equals("updateProject"));
                if (!isChange) {
                    continue;
                }
                for (var key : keys) {
                    var values = new LinkedHashMap<>(of(project));
                    values.put("meta_name", key);
                    var body = route.operation().equals("updateProject")
                            ? "{\"metadata\":{\"%s\":\"true\"}}"
                            : "{\"%s\":\"true\"}";
                    var answer =
                            send(route, path(route, values, ""), basic(name), body.formatted(key));
                    if (role == Role.PROJECT_ADMIN) {
                        assertThat(answer.statusCode()).as(path + key).isNotIn(401, 403);
                    } else {
                        assertThat(answer.statusCode()).as(role + path + key).isEqualTo(403);
                    }
                }
            }
        }
    }

    /// Headers of every answer, whoever asks for whatever: R6, R12, C1 to C4.
    @Test
    void SEC_24_R12_and_CORS_every_answer_is_closed_to_other_pages() throws Exception {
        var asked = new ArrayList<Map.Entry<String, Method>>();
        for (var route : core.routes()) {
            asked.add(Map.entry(path(route, Map.of(), "4711"), route.method()));
        }
        asked.add(Map.entry(API + "/absent", Method.GET));
        asked.add(Map.entry(API + "/users/", Method.PATCH));
        asked.add(Map.entry(API + "/users?page_size=x", Method.GET));
        asked.add(Map.entry("/c/absent", Method.GET));
        for (var call : asked) {
            for (var authorization : List.of("", ADMIN, basic("admin", "wrong"), "Bearer x")) {
                // So that no wrong password holds up the next one.
                core.clock().advance(Duration.ofHours(2));
                var fields = new ArrayList<>(List.of(
                        "Origin",
                        "https://evil.example",
                        "Access-Control-Request-Method",
                        "DELETE"));
                if (!authorization.isEmpty()) {
                    fields.addAll(List.of("Authorization", authorization));
                }
                var answer = core.send(
                        call.getValue(), call.getKey(), "", fields.toArray(String[]::new));

                assertClosed(call.getValue() + " " + call.getKey(), answer);
            }
        }
    }

    @Test
    void CORS_a_browser_that_asks_for_another_page_is_allowed_nothing() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            for (var route : core.routes()) {
                var request = HttpRequest.newBuilder(core.uri(path(route, Map.of(), "1")))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .headers(
                                "Origin",
                                "https://evil.example",
                                "Access-Control-Request-Method",
                                route.method().name())
                        .build();
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

                assertThat(answer.statusCode()).as(route.operation()).isBetween(400, 499);
                assertThat(answer.headers().map().keySet())
                        .as(route.operation())
                        .noneMatch(name -> name.startsWith("access-control-"));
            }
        }
    }

    private static void assertClosed(String call, HttpResponse<String> answer) {
        var told = answer.headers();
        assertThat(told.firstValue("Content-Security-Policy").orElse(""))
                .as(call)
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval", "*");
        assertThat(told.firstValue("X-Frame-Options")).as(call).contains("DENY");
        assertThat(told.firstValue("X-Content-Type-Options")).as(call).contains("nosniff");
        assertThat(told.firstValue("Referrer-Policy")).as(call).contains("no-referrer");
        assertThat(told.firstValue("X-Request-Id")).as(call).isPresent();
        assertThat(told.firstValue("WWW-Authenticate")).as(call).isEmpty();
        assertThat(told.map().keySet())
                .as(call)
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        if (answer.statusCode() >= 400) {
            assertThat(told.firstValue("Content-Type").orElse("application/json"))
                    .as(call)
                    .startsWith("application/json");
        }
        for (var cookie : told.allValues("Set-Cookie")) {
            assertThat(cookie).as(call).contains("; HttpOnly", "; SameSite=Strict", "; Path=/");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2.0/users",
                "//api/v2.0/users",
                "/api//v2.0/users",
                "/api/v2.0//users",
                "/api/v2.0/users/",
                "/API/v2.0/users",
                "/api/V2.0/users",
                "/api/v2.0/USERS",
                "/api/v2%2e0/users",
                "/api/v2.0/%75sers",
                "/api/v2.0;a=b/users",
                "/api/v2.0/users;a=b",
                "/api/v2.0/./users",
                "/api/v2.0/ping/../users",
                "/api/v2.0/%2e%2e/v2.0/users",
                "/api/v2.0%2fusers",
                "/c/../api/v2.0/users",
                "/api/v2.0/users%00",
                "/api/v2.0/users?x=/ping",
                "/api/v2.0/projects/secret/auditlog-exts",
                "/api/v2.0/projects//secret/auditlog-exts",
                "/api/v2.0/projects/secret/logs/",
                "/api/v2.0/projects/Secret",
                "/api/v2.0/projects/%73ecret",
                "/api/v2.0/projects/library%2f..%2fsecret",
                "/api/v2.0/projects/library/../secret"
            })
    void SEC_11_no_spelling_of_a_path_gets_around_the_login(String path) throws Exception {
        core.addMember(core.addProject("secret", false), core.addUser("berta"), Role.GUEST);
        var _ = core.addUser("anna");

        assertThat(core.send(Method.GET, path, "").statusCode()).isIn(400, 401, 404);
        assertThat(core.get(path, basic("anna")).statusCode()).isIn(400, 403, 404);
    }
}
