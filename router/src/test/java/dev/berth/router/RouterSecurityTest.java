package dev.berth.router;

import static dev.berth.router.MockHarbor.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What has gone wrong in registries, proxies and routers elsewhere does not here: rows of the list
/// of known vulnerabilities by their numbers.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RouterSecurityTest {
    private static final String APP = "/v2/proxy/team/app/manifests/v1";

    @TempDir
    Path folder;

    private final MockHarbor harbor = new MockHarbor();
    private final MockProject hub = harbor.project("hub", "docker-hub");
    private final MockProject ghcr = harbor.project("ghcr", "github-ghcr");

    RouterSecurityTest() throws IOException {}

    @AfterEach
    void close() {
        harbor.close();
    }

    private TestRouter router(String... settings) throws IOException {
        var map = new HashMap<String, String>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return TestRouter.start(harbor, map);
    }

    private static String layer(MockHarbor.Content image) {
        var json = new String(image.bytes(), StandardCharsets.UTF_8);
        return json.substring(json.lastIndexOf("sha256:"), json.lastIndexOf("sha256:") + 71);
    }

    @Test
    void SEC_08_what_a_caller_may_not_read_looks_like_what_is_not_there() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        harbor.reader("bob", "hub");
        try (var router = router("router.auth-mode", "validate")) {
            var hidden = router.send("GET", APP, basic("bob", "bob"));
            var missing =
                    router.send("GET", APP.replace("team/app", "team/not"), basic("bob", "bob"));

            assertThat(hidden.statusCode()).isEqualTo(404).isEqualTo(missing.statusCode());
            assertThat(hidden.body()).isEqualTo(missing.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2//proxy/team/app/manifests/v1",
                "//v2/proxy/team/app/manifests/v1",
                "/v2/proxy/team/app/manifests/v1/",
                "/v2/proxy/team/app/manifests/v1;a=b",
                "/V2/proxy/team/app/manifests/v1",
                "/v2/%70roxy/team/app/manifests/v1",
                "/v2/proxy/team%2fapp/manifests/v1",
                "/v2/./proxy/team/app/manifests/v1",
                "/v2/_catalog",
                "/v2/_catalog/",
                "/explain?image=team/app",
                "/metrics",
                "/api/v2.0/projects",
            })
    void SEC_11_no_spelling_of_a_path_gets_around_the_login(String path) throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.auth-mode", "validate", "router.catalog", "true");
                var socket = router.connect()) {
            long asked = harbor.asked("", "/v2/");
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .formatted(path)
                            .getBytes(StandardCharsets.US_ASCII));
            var answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).containsPattern("^HTTP/1.[01] (400|401|404) ");
            assertThat(harbor.asked("", "/v2/")).isEqualTo(asked);
        }
    }

    @Test
    void SEC_18_nobody_pulls_without_a_login_unless_that_is_set() throws Exception {
        ghcr.open = true;
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.auth-mode", "validate")) {
            assertThat(router.send("GET", APP, "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void SEC_26_and_41_no_secret_reaches_log_metrics_or_refusals() throws Exception {
        var secrets = List.of("canary-robot", "canary-caller", "canary-proxy", "canary-operator");
        harbor.robotPassword = "canary-robot";
        ghcr.image("team/app", "v1", "layer");
        try (var logged = new LoggedLines();
                var router = router(
                        "router.auth-mode", "validate",
                        "router.harbor-password", "canary-robot",
                        "router.operator-token", "canary-operator",
                        "router.proxy-password", "canary-proxy")) {
            var answers = new ArrayList<String>();
            for (var authorization : List.of(
                    basic("alice", "canary-caller"), "Bearer canary-caller", "Odd canary-caller")) {
                var answer = router.send("GET", APP, authorization);
                answers.add(answer.headers().map() + answer.body());
            }
            harbor.robotPassword = "changed";
            await().until(() -> !router.health().isWell());
            answers.add(router.health().toString());
            answers.add(router.operator("/explain?image=a", "Bearer canary-operator")
                    .body());

            assertThat(answers).allSatisfy(text -> assertThat(text).doesNotContain(secrets));
            assertThat(router.metrics()).doesNotContain(secrets);
            assertThat(logged.lines())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).doesNotContain(secrets));
        }
    }

    @Test
    void SEC_26_the_signature_of_a_redirect_that_is_followed_reaches_no_log() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        var store =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(403, -1);
            }
        });
        store.start();
        var places = List.of(
                "http://127.0.0.1:%d/layer?signature=canary"
                        .formatted(store.getAddress().getPort()),
                "http://127.0.0.1:1/layer?signature=canary");
        try (var logged = new LoggedLines();
                var router = router(
                        "router.redirects", "follow", "router.redirect-hosts", "127.0.0.1")) {
            router.get(APP);
            for (var place : places) {
                ghcr.redirect = place;
                var answer = router.get("/v2/proxy/team/app/blobs/" + layer(image));

                assertThat(answer.statusCode()).isEqualTo(502);
                assertThat(answer.body()).doesNotContain("canary");
            }
            assertThat(logged.lines())
                    .anySatisfy(line -> assertThat(line).contains("where Harbor says"))
                    .allSatisfy(line -> assertThat(line).doesNotContain("canary"));
        } finally {
            store.stop(0);
        }
    }

    @Test
    void SEC_27_nothing_is_written_into_a_cache_whoever_asks() throws Exception {
        try (var router = router()) {
            for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                for (var path : List.of(APP, "/v2/proxy/team/app/blobs/uploads/", "/v2/x")) {
                    assertThat(router.send(method, path, "Basic YTpi").statusCode())
                            .as(method + " " + path)
                            .isEqualTo(405);
                }
            }
            assertThat(harbor.requests).allMatch(request -> request.startsWith("GET /api/"));
        }
    }

    @Test
    void SEC_30_and_32_an_answer_without_end_is_not_read_to_its_end() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        ghcr.lie = new byte[16 * 1024 * 1024];
        try (var router = router()) {
            assertThat(router.get(APP).statusCode()).isEqualTo(502);
        }
    }

    @Test
    void SEC_34_a_page_is_never_longer_than_the_limit() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.catalog", "true")) {
            router.get(APP);
            router.get("/v2/proxy/team/app/tags/list?n=2000000000");

            assertThat(harbor.asked("GET", "/tags/list?n=1000")).isEqualTo(1);
            assertThat(router.get("/v2/proxy/team/app/tags/list?n=-1").statusCode())
                    .isEqualTo(400);
            assertThat(router.get("/v2/_catalog?n=99999999999999999999").statusCode())
                    .isEqualTo(400);
            assertThat(router.get("/v2/_catalog?n=9999999999999").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void SEC_35_a_token_is_worth_what_harbor_says_not_what_it_says_itself() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        var header = MockHarbor.encoded("{\"alg\":\"none\",\"jwk\":{},\"jku\":\"http://evil\"}");
        var claims = MockHarbor.encoded("{\"sub\":\"admin\",\"exp\":99999999999,\"access\":["
                + "{\"type\":\"repository\",\"name\":\"ghcr/team/app\",\"actions\":[\"pull\"]}]}");
        try (var router = router("router.auth-mode", "validate")) {
            for (var token :
                    List.of(header + "." + claims + ".", header + "." + claims + ".c2ln")) {
                assertThat(router.send("GET", APP, "Bearer " + token).statusCode())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void SEC_36_and_39_a_blob_is_served_through_no_repository_that_has_it_not() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            assertThat(router.get("/v2/proxy/team/app/blobs/" + layer(image)).statusCode())
                    .isEqualTo(200);
            assertThat(router.get("/v2/proxy/team/other/blobs/" + layer(image)).statusCode())
                    .isEqualTo(404);
            assertThat(router.get("/v2/proxy/team/app/manifests/" + image.digest())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(router.get("/v2/proxy/team/other/manifests/" + image.digest())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void SEC_37_the_robots_password_is_shown_to_harbor_and_nobody_else() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.redirect-hosts", "127.0.0.1")) {
            router.get(APP);
            ghcr.redirect = "http://127.0.0.1:1/layer";
            var answer = router.get(
                    "/v2/proxy/team/app/blobs/" + layer(ghcr.image("team/app", "v1", "layer")));

            assertThat(answer.statusCode()).isEqualTo(307);
            assertThat(answer.headers().map().toString())
                    .doesNotContain(basic(MockHarbor.ROBOT, MockHarbor.ROBOT_PASSWORD));
            assertThat(harbor.credentials)
                    .containsOnly(basic(MockHarbor.ROBOT, MockHarbor.ROBOT_PASSWORD));
        }
    }

    @Test
    void SEC_43_no_name_climbs_out_of_its_project() throws Exception {
        var paths = List.of(
                "/v2/proxy/..%2f..%2fapi/v2.0/manifests/users",
                "/v2/proxy/team/app/manifests/..%2f..%2fv1",
                "/v2/proxy/team/app/blobs/sha256:..%2f..%2fa",
                "/v2/proxy/%252e%252e/manifests/v1");
        try (var router = router()) {
            harbor.requests.clear();
            for (var path : paths) {
                assertThat(router.get(path).statusCode()).as(path).isIn(400, 404);
            }
            assertThat(harbor.requests).allMatch(request -> request.startsWith("GET /api/"));
        }
    }

    @Test
    void SEC_44_without_a_robot_of_its_own_it_does_not_start() {
        assertThat(RouterSettingsTest.mistakes(
                        Map.of("HARBOR_PASSWORD", "", "HARBOR_USERNAME", "")))
                .hasSize(2);
    }

    @Test
    void SEC_47_the_robot_reads_for_a_caller_only_what_the_caller_may_read() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        harbor.reader("alice", "ghcr");
        harbor.reader("bob", "hub");
        try (var router = router("router.auth-mode", "validate")) {
            for (var path : List.of(
                    APP,
                    "/v2/proxy/team/app/blobs/" + layer(image),
                    "/v2/proxy/team/app/tags/list")) {
                assertThat(router.send("GET", path, basic("alice", "alice")).statusCode())
                        .isEqualTo(200);
                assertThat(router.send("GET", path, basic("bob", "bob")).statusCode())
                        .isEqualTo(404);
            }
            assertThat(harbor.credentials).contains(basic("bob", "bob"));
        }
    }

    @Test
    void SEC_48_who_registers_a_name_elsewhere_does_not_win_it() throws Exception {
        var owned = ghcr.image("corp/app", "v1", "of the owner");
        hub.image("corp/app", "v1", "of a squatter");
        ghcr.latency = Duration.ofMillis(200);
        try (var router = router("router.projects", "ghcr priority=1")) {
            for (int i = 0; i < 3; i++) {
                var answer = router.get("/v2/proxy/corp/app/manifests/v1");
                assertThat(answer.headers().firstValue("Docker-Content-Digest"))
                        .hasValue(owned.digest().toString());
                router.pass(Duration.ofHours(1));
            }
        }
    }

    @Test
    void SEC_48_an_owner_by_rule_whose_registry_is_away_is_not_overtaken_either() throws Exception {
        hub.image("corp/app", "v1", "of a squatter");
        ghcr.healthy = false;
        try (var router = router("router.rules", "corp/** -> ghcr")) {
            await().until(() -> router.metrics().contains("unhealthy_projects 1.0"));

            assertThat(router.get("/v2/proxy/corp/app/manifests/v1").statusCode())
                    .isEqualTo(503);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, 10, 502",
        "500, 1, 502",
        "429, 10, 429",
        "429, 1, 429",
        "504, 10, 504",
    })
    void SEC_48_an_owner_that_is_ill_does_not_lose_its_names(int ill, int wave, int answered)
            throws Exception {
        var copy = hub.image("corp/app", "v1", "of a squatter");
        ghcr.status = ill;
        try (var router =
                router("router.projects", "ghcr priority=1", "router.wave-projects", "" + wave)) {
            assertThat(router.get("/v2/proxy/corp/app/manifests/v1").statusCode())
                    .isEqualTo(answered);
            // 503 where nobody asks it now.
            assertThat(router.get("/v2/proxy/corp/app/tags/list").statusCode()).isIn(answered, 503);
            // A digest is its own proof.
            assertThat(router.get("/v2/proxy/corp/app/manifests/" + copy.digest())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(router.get("/v2/proxy/corp/app/blobs/" + layer(copy)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void SEC_48_a_better_project_whose_registry_is_away_keeps_what_it_has_no_copy_of()
            throws Exception {
        hub.image("corp/app", "v1", "of a squatter");
        ghcr.healthy = false;
        try (var router = router("router.projects", "ghcr priority=1")) {
            await().until(() -> router.metrics().contains("unhealthy_projects 1.0"));

            assertThat(router.get("/v2/proxy/corp/app/manifests/v1").statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void an_illness_of_a_better_project_stops_nothing_that_was_found_before() throws Exception {
        hub.image("team/app", "v1", "layer");
        hub.image("team/app", "v2", "another layer");
        try (var router = router("router.projects", "ghcr priority=1")) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            ghcr.status = 500;
            router.pass(Duration.ofMinutes(10));

            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            assertThat(router.get("/v2/proxy/team/app/manifests/v2").statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_better_project_that_refuses_has_no_say(int refused) throws Exception {
        hub.image("team/app", "v1", "layer");
        ghcr.status = refused;
        try (var router = router("router.projects", "ghcr priority=1")) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void passwords_that_would_go_to_harbor_in_clear_are_warned_of() throws Exception {
        try (var logged = new LoggedLines();
                var _ = TestRouter.startUnready(
                        harbor, Map.of("router.harbor-url", "http://harbor.invalid"))) {
            assertThat(logged.lines())
                    .anyMatch(line -> line.startsWith("passwords go to Harbor in clear"));
        }
        try (var logged = new LoggedLines();
                var _ = router()) {
            assertThat(logged.lines())
                    .noneMatch(line -> line.startsWith("passwords go to Harbor in clear"));
        }
    }

    @Test
    void presence_is_chosen_by_nobody_without_being_warned() throws Exception {
        try (var logged = new LoggedLines();
                var _ = router("router.auth-mode", "presence")) {
            assertThat(logged.lines())
                    .anyMatch(line -> line.startsWith("callers are not authenticated"));
        }
    }

    @Test
    void SEC_49_bytes_under_a_wrong_digest_are_never_served() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        ghcr.lie = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
        try (var router = router()) {
            var path = "/v2/proxy/team/app/manifests/" + image.digest();
            assertThat(router.get(path).statusCode()).isEqualTo(502);
            assertThat(router.get(path).body()).doesNotContain("schemaVersion");
        }
    }

    @Test
    void SEC_49_a_project_that_lies_about_a_type_lies_about_its_own_images_only() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        hub.manifest(
                "evil/app", "v1", "text/html", new String(image.bytes(), StandardCharsets.UTF_8));
        try (var router = router()) {
            var lie = router.get("/v2/proxy/evil/app/manifests/v1");
            var truth = router.get(APP);

            assertThat(lie.headers().firstValue("Docker-Content-Digest"))
                    .isEqualTo(truth.headers().firstValue("Docker-Content-Digest"));
            assertThat(truth.headers().firstValue("Content-Type")).hasValue(MockProject.MANIFEST);
        }
    }

    @Test
    void a_seed_that_somebody_wrote_brings_in_no_project() throws Exception {
        harbor.listStatus = 500;
        var seed = Files.writeString(
                folder.resolve("seed"), "private OTHER public\n" + "0".repeat(64));
        try (var router =
                TestRouter.startUnready(harbor, Map.of("router.seed-file", seed.toString()))) {
            assertThat(router.get(APP).statusCode()).isEqualTo(503);
        }
    }
}
