package dev.berth.router;

import static dev.berth.router.MockHarbor.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

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
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the router does besides the checks that it is judged by.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RouterFeaturesTest {
    private static final String APP = "/v2/proxy/team/app/manifests/v1";

    private final MockHarbor harbor = new MockHarbor();
    private final MockProject hub = harbor.project("hub", "docker-hub");
    private final MockProject ghcr = harbor.project("ghcr", "github-ghcr");
    private final MockProject quay = harbor.project("quay", "quay");
    private final List<HttpServer> servers = new ArrayList<>();

    RouterFeaturesTest() throws IOException {}

    @AfterEach
    void close() {
        List.of(hub, ghcr, quay).forEach(MockProject::release);
        harbor.close();
        servers.forEach(server -> server.stop(0));
    }

    private TestRouter router(String... settings) throws IOException {
        var map = new HashMap<String, String>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return TestRouter.start(harbor, map);
    }

    /// Something that the router may call, or call through.
    private HttpServer server(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handler);
        server.start();
        servers.add(server);
        return server;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String layer(MockHarbor.Content image) {
        var json = new String(image.bytes(), StandardCharsets.UTF_8);
        return json.substring(json.lastIndexOf("sha256:"), json.lastIndexOf("sha256:") + 71);
    }

    // ---- projects

    @Test
    void a_404_of_a_project_whose_registry_is_away_says_nothing() throws Exception {
        quay.healthy = false;
        try (var router = router()) {
            await().until(() -> router.metrics().contains("berth_router_unhealthy_projects 1.0"));

            var answer = router.get(APP);

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            quay.healthy = true;
            await().until(() -> router.get(APP).statusCode() == 404);
        }
    }

    @Test
    void what_a_project_has_a_copy_of_is_served_while_its_registry_is_away() throws Exception {
        quay.image("team/app", "v1", "layer");
        quay.healthy = false;
        try (var router = router()) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_registry_that_harbor_tells_oddly_of_keeps_no_project_away() throws Exception {
        harbor.oddRegistry = "{\"id\":{},\"url\":7,\"type\":[]}";
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void projects_that_had_most_are_asked_in_the_first_wave() throws Exception {
        for (int i = 0; i < 3; i++) {
            quay.image("team/a" + i, "v1", "layer");
        }
        try (var router = router("router.wave-projects", "1")) {
            router.get("/v2/proxy/team/a0/manifests/v1");
            harbor.requests.clear();

            router.get("/v2/proxy/team/a1/manifests/v1");

            assertThat(harbor.asked("", "/v2/hub/")).isZero();
            assertThat(harbor.asked("", "/v2/ghcr/")).isZero();
        }
    }

    @Test
    void a_hosted_project_is_routed_to_only_if_it_is_named() throws Exception {
        quay.proxy = false;
        quay.image("team/app", "v1", "layer");
        try (var router = router()) {
            assertThat(router.get(APP).statusCode()).isEqualTo(404);
        }
        try (var router = router("router.projects", "quay type=hosted")) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    // ---- blobs

    @Test
    void clients_that_want_one_cold_layer_have_harbor_asked_once() throws Exception {
        var bytes = new byte[2 * 1024 * 1024];
        new Random(1).nextBytes(bytes);
        var path = "/v2/proxy/team/app/blobs/" + ghcr.blob("team/app", bytes).digest();
        try (var router = router();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            router.head(path);
            harbor.requests.clear();
            ghcr.hang();
            var pulls = new ArrayList<Future<String>>();
            for (int i = 0; i < 20; i++) {
                pulls.add(threads.submit(() -> router.get(path).body()));
            }
            await().until(() -> router.metrics().contains("coalesced_blobs_total 19.0"));
            ghcr.release();

            var whole = new String(bytes, StandardCharsets.ISO_8859_1);
            for (var pull : pulls) {
                assertThat(pull.get().equals(whole)).isTrue();
            }
            assertThat(harbor.asked("GET", "/blobs/")).isEqualTo(1);
        }
    }

    @Test
    void a_client_that_stalls_delays_nobody_it_reads_a_layer_with() throws Exception {
        var bytes = new byte[8 * 1024 * 1024];
        new Random(2).nextBytes(bytes);
        var path = "/v2/proxy/team/app/blobs/" + ghcr.blob("team/app", bytes).digest();
        try (var router = router();
                var stalled = router.connect();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            router.head(path);
            ghcr.hang();
            TestRouter.ask(stalled, path);
            await().until(() -> harbor.asked("GET", "/blobs/") == 1);
            var pull = threads.submit(() -> router.get(path).body());
            await().until(() -> router.metrics().contains("coalesced_blobs_total 1.0"));
            ghcr.release();

            assertThat(pull.get().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(bytes);
            var _ = TestRouter.head(stalled.getInputStream());
            assertThat(stalled.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
        }
    }

    @Test
    void clients_that_leave_end_a_layer_that_they_read_together() throws Exception {
        var path = "/v2/proxy/team/app/blobs/"
                + ghcr.blob("team/app", new byte[128 * 1024]).digest();
        try (var router = router()) {
            router.head(path);
            ghcr.drips = true; // For hours.
            ghcr.hang();
            try (var one = router.connect();
                    var two = router.connect()) {
                TestRouter.ask(one, path);
                TestRouter.ask(two, path);
                await().until(() -> router.metrics().contains("coalesced_blobs_total 1.0"));
                ghcr.release();
                one.getInputStream().readNBytes(100);
                two.getInputStream().readNBytes(100);
            }

            await().until(() -> ghcr.streaming.get() == 0);
        }
    }

    @Test
    void a_layer_that_breaks_off_looks_complete_to_none_of_those_who_share_it() throws Exception {
        var digest = ghcr.blob("team/app", new byte[2 * 1024 * 1024]).digest();
        var path = "/v2/proxy/team/app/blobs/" + digest;
        try (var router = router();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            router.head(path);
            ghcr.hang();
            ghcr.cutAfter = 700_000;
            var pulls = List.of(
                    threads.submit(() -> whole(router, path)),
                    threads.submit(() -> whole(router, path)));
            await().until(() -> router.metrics().contains("coalesced_blobs_total 1.0"));
            ghcr.release();

            for (var pull : pulls) {
                assertThat(pull.get()).isFalse();
            }
        }
    }

    private static boolean whole(TestRouter router, String path) throws InterruptedException {
        try {
            router.get(path);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void layers_that_are_long_in_coming_keep_nobody_from_asking() throws Exception {
        hub.image("team/app", "v1", "layer");
        var paths = Stream.of("one", "two", "three")
                .map(text -> hub.blob("team/app", text.getBytes(StandardCharsets.UTF_8)))
                .map(layer -> "/v2/proxy/team/app/blobs/" + layer.digest())
                .toList();
        hub.hangBlobs();
        try (var router = router("router.connections-max", "8");
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = clients.submit(() -> router.get(paths.get(0)));
            var second = clients.submit(() -> router.get(paths.get(1)));
            await().until(() ->
                    router.metrics().contains("berth_router_waiting_calls{use=\"stream\"} 2.0"));

            var third = router.get(paths.get(2));
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(router.metrics())
                    .contains(
                            "berth_router_crowded_calls_total{project=\"hub\",use=\"stream\"} 1.0");
            for (int i = 0; i < 3; i++) {
                assertThat(router.get(APP).statusCode()).isEqualTo(200);
                router.pass(Duration.ofMinutes(1));
            }

            hub.release();
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(second.get().statusCode()).isEqualTo(200);
            assertThat(router.get(paths.get(2)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void R20_the_router_goes_where_harbor_says_if_it_is_set_and_shows_nothing_there()
            throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        var seen = new CopyOnWriteArrayList<Map<String, List<String>>>();
        var store = server(exchange -> {
            seen.add(exchange.getRequestHeaders());
            send(exchange, 200, "from the store".getBytes(StandardCharsets.UTF_8));
        });
        try (var router =
                router("router.redirects", "follow", "router.redirect-hosts", "127.0.0.1")) {
            router.get(APP);
            ghcr.redirect = "http://127.0.0.1:%d/layer?signature=abc"
                    .formatted(store.getAddress().getPort());

            var answer = router.get("/v2/proxy/team/app/blobs/" + layer(image));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("from the store");
            assertThat(seen).hasSize(1);
            assertThat(seen.getFirst()).doesNotContainKey("Authorization");
            ghcr.redirect = "http://localhost:%d/".formatted(store.getAddress().getPort());
            assertThat(router.get("/v2/proxy/team/app/blobs/" + layer(image)).statusCode())
                    .isEqualTo(502);
            assertThat(seen).hasSize(1);
        }
    }

    @Test
    void R20_redirects_without_end_are_given_up() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        var calls = new CopyOnWriteArrayList<String>();
        var store = server(exchange -> {
            calls.add("");
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            "http://127.0.0.1:" + exchange.getLocalAddress().getPort());
            send(exchange, 307, new byte[] {1});
        });
        try (var router =
                router("router.redirects", "follow", "router.redirect-hosts", "127.0.0.1")) {
            router.get(APP);
            ghcr.redirect = "http://127.0.0.1:" + store.getAddress().getPort();

            assertThat(router.get("/v2/proxy/team/app/blobs/" + layer(image)).statusCode())
                    .isEqualTo(502);
            assertThat(calls).hasSizeLessThan(5);
        }
    }

    @Test
    void R20_a_store_that_lacks_a_layer_or_is_away_is_no_404_and_closes_nothing_else()
            throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        ghcr.image("team/other", "v1", "layer");
        var path = "/v2/proxy/team/app/blobs/" + layer(image);
        var store = server(exchange -> send(exchange, 404, new byte[] {1}));
        try (var router =
                router("router.redirects", "follow", "router.redirect-hosts", "127.0.0.1")) {
            router.get(APP);
            ghcr.redirect = "http://127.0.0.1:%d/".formatted(store.getAddress().getPort());
            assertThat(router.get(path).statusCode()).isEqualTo(502);

            ghcr.redirect = "http://127.0.0.1:1/";
            for (int i = 0; i < 10; i++) {
                assertThat(router.get(path).statusCode()).isIn(502, 503);
            }

            assertThat(router.metrics())
                    .contains("{from=\"closed\",project=\"(stores)\",to=\"open\"}")
                    .doesNotContain("project=\"(harbor)\"");
            assertThat(router.get("/v2/proxy/team/other/manifests/v1").statusCode())
                    .isEqualTo(200);
        }
    }

    // ---- callers

    @Test
    void R26_a_token_of_harbor_opens_what_it_names_and_nothing_else() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        ghcr.image("team/other", "v1", "layer");
        hub.image("team/app", "v1", "another");
        var token = "Bearer " + harbor.token("alice", Duration.ofMinutes(5), "ghcr/team/app");
        try (var router = router("router.auth-mode", "validate")) {
            assertThat(router.send("GET", "/v2/", token).statusCode()).isEqualTo(200);
            assertThat(router.send("GET", APP, token).statusCode()).isEqualTo(200);
            assertThat(router.send("GET", "/v2/proxy/team/other/manifests/v1", token)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(harbor.asked("", "/v2/hub/")).isZero();
        }
    }

    @Test
    void R26_a_token_that_harbor_does_not_know_or_that_has_ended_opens_nothing() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        var forged = "Bearer e30." + MockHarbor.encoded("{\"exp\":99999999999}") + ".c2ln";
        var ended = "Bearer " + harbor.token("alice", Duration.ofMinutes(-1), "ghcr/team/app");
        try (var router = router("router.auth-mode", "validate")) {
            for (var token : List.of(forged, ended, "Bearer x", "Bearer a.b.c")) {
                assertThat(router.send("GET", APP, token).statusCode())
                        .as(token)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void a_token_counts_no_longer_than_its_end_and_is_shown_again_in_between() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        var token = harbor.token("alice", Duration.ofMinutes(30), "ghcr/team/app");
        try (var router = router("router.auth-mode", "validate")) {
            assertThat(router.send("GET", APP, "Bearer " + token).statusCode()).isEqualTo(200);
            router.pass(Duration.ofSeconds(61));
            harbor.revoke(token);
            assertThat(router.send("GET", APP, "Bearer " + token).statusCode()).isEqualTo(401);
        }
        var brief = harbor.token("alice", Duration.ofSeconds(90), "ghcr/team/app");
        try (var router = router("router.auth-mode", "validate", "router.verdict-ttl", "1h")) {
            assertThat(router.send("GET", APP, "Bearer " + brief).statusCode()).isEqualTo(200);
            router.pass(Duration.ofSeconds(100));
            assertThat(router.send("GET", APP, "Bearer " + brief).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void a_caller_who_is_known_does_not_wait_for_a_harbor_that_hangs() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        harbor.reader("alice", "ghcr");
        var alice = basic("alice", "alice");
        try (var router =
                router("router.auth-mode", "validate", "router.question-timeout", "30s")) {
            assertThat(router.send("GET", APP, alice).statusCode()).isEqualTo(200);
            harbor.tokenLatency = Duration.ofMinutes(1);
            router.pass(Duration.ofSeconds(61));
            long started = System.nanoTime();

            assertThat(router.send("GET", "/v2/", alice).statusCode()).isEqualTo(200);

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_caller_for_whom_there_is_no_turn_is_told_to_come_again() throws Exception {
        harbor.tokenLatency = Duration.ofMinutes(10);
        try (var router = router("router.auth-mode", "validate", "router.question-timeout", "10m");
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                var name = "client" + i;
                var _ = clients.submit(() -> router.send("GET", "/v2/", basic(name, name)));
            }
            await().until(() -> harbor.asked("GET", "/service/token") == 32);

            var late = router.send("GET", "/v2/", basic("alice", "alice"));
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(router.metrics())
                    .contains("berth_router_verdict_requests_total{verdict=\"crowded\"} 1.0");
            clients.shutdownNow();
        }
    }

    @Test
    void logins_wait_for_no_harbor_that_is_away() throws Exception {
        harbor.reader("alice", "ghcr");
        try (var router = router("router.auth-mode", "validate", "router.breaker-failures", "2")) {
            router.send("GET", "/v2/", basic("alice", "alice"));
            harbor.close();
            var others = new AtomicInteger();
            await().until(() -> {
                var other = basic("bob" + others.incrementAndGet(), "bob");
                assertThat(router.send("GET", "/v2/", other).statusCode()).isEqualTo(503);
                return router.metrics()
                        .contains("{from=\"closed\",project=\"(harbor)\",to=\"open\"}");
            });
            assertThat(router.send("GET", "/v2/", basic("alice", "alice")).statusCode())
                    .isEqualTo(200);
        }
    }

    // ---- lists

    @Test
    void R18_what_refers_to_a_manifest_is_asked_of_the_project_that_has_it() throws Exception {
        var signed = hub.image("team/app", "v1", "one");
        ghcr.image("team/app", "v2", "two");
        hub.referrers("team/app", signed.digest(), "{\"manifests\":[\"a signature\"]}");
        ghcr.referrers("team/app", signed.digest(), "{\"manifests\":[]}");
        var path = "/v2/proxy/team/app/referrers/" + signed.digest();
        try (var router = router()) {
            router.get("/v2/proxy/team/app/manifests/v2");

            assertThat(router.get(path).body()).contains("a signature");
        }
        try (var router = router()) {
            router.get(APP);
            router.get("/v2/proxy/team/app/manifests/v2");
            harbor.requests.clear();

            assertThat(router.get(path).body()).contains("a signature");
            assertThat(harbor.asked("", "/v2/ghcr/")).isZero();
        }
    }

    @Test
    void R23_tags_of_a_repository_that_left_its_project_are_asked_of_the_others() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            ghcr.remove("team/app/manifests/v1");
            var tags = "/v2/proxy/team/app/tags/list";
            assertThat(router.get(tags).statusCode()).isEqualTo(404);
            quay.image("team/app", "v2", "layer");

            assertThat(router.get(tags).body())
                    .isEqualTo("{\"name\":\"proxy/team/app\",\"tags\":[\"v2\"]}");
        }
    }

    @Test
    void the_catalog_has_the_images_that_the_caller_may_read() throws Exception {
        hub.image("library/nginx", "v1", "layer");
        hub.image("team/app", "v1", "layer");
        ghcr.image("team/app", "v1", "layer");
        quay.image("secret/app", "v1", "layer");
        harbor.reader("alice", "hub", "ghcr");
        try (var router = router("router.auth-mode", "validate", "router.catalog", "true")) {
            var first = router.send("GET", "/v2/_catalog?n=1", basic("alice", "alice"));
            var second = router.send(
                    "GET", "/v2/_catalog?n=1&last=proxy%2Fnginx", basic("alice", "alice"));

            assertThat(first.body()).isEqualTo("{\"repositories\":[\"proxy/nginx\"]}");
            assertThat(first.headers().firstValue("Link"))
                    .hasValue("</v2/_catalog?n=1&last=proxy%2Fnginx>; rel=\"next\"");
            assertThat(second.body()).isEqualTo("{\"repositories\":[\"proxy/team/app\"]}");
            assertThat(second.headers().firstValue("Link")).isEmpty();
            assertThat(router.send("GET", "/v2/_catalog?n=x", basic("alice", "alice"))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void clients_that_want_the_catalog_at_one_time_have_each_project_listed_once()
            throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.catalog", "true");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lists = new ArrayList<Future<String>>();
            for (int i = 0; i < 20; i++) {
                lists.add(threads.submit(() -> router.get("/v2/_catalog").body()));
            }

            for (var list : lists) {
                assertThat(list.get()).isEqualTo("{\"repositories\":[\"proxy/team/app\"]}");
            }
            assertThat(harbor.asked("GET", "/repositories?")).isEqualTo(3);
        }
    }

    @Test
    void there_is_no_catalog_unless_it_is_set() throws Exception {
        try (var router = router()) {
            assertThat(router.get("/v2/_catalog").statusCode()).isEqualTo(404);
        }
    }

    // ---- operators

    @Test
    void operators_are_told_where_an_image_comes_from_and_why() throws Exception {
        ghcr.image("corp/app", "v1", "layer");
        quay.healthy = false;
        try (var router = router("router.rules", "corp/** -> ghcr quay")) {
            await().until(() -> router.metrics().contains("unhealthy_projects 1.0"));
            var before = router.operator("/explain?image=corp/app:v1", "");
            router.get("/v2/proxy/corp/app/manifests/v1");
            var after = router.operator("/explain?image=corp/app:v1", "");

            assertThat(before.statusCode()).isEqualTo(200);
            assertThat(before.body())
                    .contains("\"project\":\"ghcr\"")
                    .contains("the first in the order of authority that has it")
                    .contains("\"rule\":\"corp/** -> ghcr quay\"")
                    .contains("not asked: a rule names others")
                    .contains("\"registryHealthy\":false")
                    .contains("\"harborBreaker\":\"closed\"");
            assertThat(after.body()).contains("\"project\":\"ghcr\"", "remembered; asked");
            assertThat(router.operator("/explain", "").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void operators_are_told_what_a_better_project_that_cannot_tell_holds_back() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        quay.status = 500;
        try (var router = router("router.projects", "quay priority=1")) {
            assertThat(router.operator("/explain?image=team/app:v1", "").body())
                    .contains("\"project\":\"\"")
                    .contains("a better project cannot tell whether it has it")
                    .contains("held back: quay is of a better priority");
        }
    }

    @Test
    void operators_are_told_in_time_which_projects_were_not_heard() throws Exception {
        for (int i = 0; i < 6; i++) {
            harbor.project("p" + i, "quay").latency = Duration.ofMinutes(10);
        }
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.question-timeout", "2s", "router.wave-projects", "2")) {
            hub.hang();
            quay.hang();
            long started = System.nanoTime();
            var told = router.operator("/explain?image=team/app:v1", "").body();

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(Duration.ofSeconds(12));
            assertThat(told)
                    .contains("\"project\":\"ghcr\"", "has it, of those that were heard")
                    .contains("not heard within 4000 ms")
                    .containsPattern("\"unheard\":\\[\"hub\",\"quay\",\"p0\",.*\"p5\"]");
        }
    }

    @Test
    void what_is_remembered_is_told_with_its_age() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            router.pass(Duration.ofSeconds(5));

            assertThat(router.operator("/explain?image=team/app:v1", "").body())
                    .contains("remembered; asked 5 s ago")
                    .contains("\"digest\":\"" + image.digest() + "\"");
        }
    }

    @Test
    void with_a_token_for_operators_nobody_is_told_without_it() throws Exception {
        try (var router = router("router.operator-token", "sesame")) {
            var path = "/explain?image=team/app";
            assertThat(router.operator(path, "").statusCode()).isEqualTo(401);
            assertThat(router.operator(path, "Bearer wrong").statusCode()).isEqualTo(401);
            assertThat(router.operator(path, basic("a", "sesame")).statusCode()).isEqualTo(401);
            assertThat(router.operator(path, "Bearer sesame").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void harbor_is_told_in_which_trace_it_is_asked() throws Exception {
        var trace = "0af7651916cd43dd8448eb211c80319c";
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP, "traceparent", "00-" + trace + "-b7ad6b7169203331-01");

            assertThat(harbor.traces)
                    .hasSize(4)
                    .allSatisfy(each -> assertThat(each).contains(trace));
        }
    }

    @Test
    void images_are_named_in_the_metrics_only_if_that_is_set() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            assertThat(router.metrics()).doesNotContain("team/app");
        }
        try (var router = router("router.top-images", "true")) {
            router.get(APP);
            router.get(APP);
            router.get("/v2/proxy/team/app/blobs/" + layer(image));
            router.get("/v2/proxy/team/none/manifests/v1");

            assertThat(router.metrics())
                    .contains("harbor_router_top_manifest_images{image=\"team/app\"} 2.0")
                    .contains("harbor_router_top_blob_images{image=\"team/app\"} 1.0")
                    .contains("harbor_router_tracked_images_total{type=\"manifest\"} 1.0")
                    .doesNotContain("team/none");
        }
    }

    /// Some appear only with what they count; these are looked for in the code that names them.
    @Test
    void every_router_metric_of_the_dashboard_is_one_of_ours() throws Exception {
        var dashboard = Files.readString(Path.of("../deploy/grafana/berth-router.json"));
        var names = Pattern.compile("(?:harbor|berth)_router_[a-z_]+[a-z]")
                .matcher(dashboard)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        var appearing = Map.of(
                "harbor_router_circuit_breaker_state", "circuit.breaker.state",
                "harbor_router_redis_operations_total", "redis.operations",
                "berth_router_connected_redis", "router.connected.redis",
                "berth_router_crowded_calls_total", "router.crowded.calls");
        var code = Files.readString(
                Path.of("src/main/java/dev/berth/router/metrics/RouterMetrics.java"));
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            var metrics = router.metrics();

            assertThat(names).hasSizeGreaterThan(10).allSatisfy(name -> {
                var declared = appearing.get(name);
                if (declared == null) {
                    assertThat(metrics).containsPattern("(?m)^" + name + "[ {]");
                } else {
                    assertThat(code).contains('"' + declared + '"');
                }
            });
        }
    }

    /// As dashboards and alerts of harbor-router know them.
    @Test
    void every_metric_of_harbor_router_is_there_under_its_name() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        var names = List.of(
                "requests_total",
                "request_duration_seconds_bucket",
                "inflight_requests",
                "response_bytes_total",
                "rate_limit_rejected_total",
                "resolve_duration_seconds_bucket",
                "tags_resolve_duration_seconds_bucket",
                "cache_lookups_total",
                "negative_cache_hits_total",
                "cache_stale_serves_total",
                "singleflight_dedup_total",
                "singleflight_inflight",
                "singleflight_wait_duration_seconds_bucket",
                "upstream_requests_total",
                "upstream_project_duration_seconds_bucket",
                "blob_proxy_duration_seconds_bucket",
                "blob_probe_total",
                "fanout_size_bucket",
                "discovered_projects",
                "discovery_errors_total",
                "discovery_last_success_timestamp_seconds",
                "discovery_duration_seconds_bucket",
                "circuit_breaker_state",
                "circuit_breaker_transitions_total",
                "retries_total",
                "upstream_connection_errors_total",
                "redis_fallback_total",
                "redis_reconnections_total",
                "cache_entries",
                "build_info",
                "image_requests_total",
                "top_manifest_images",
                "top_blob_images",
                "tracked_images_total");
        try (var router = router("router.top-images", "true", "router.question-timeout", "1s")) {
            router.get(APP);
            router.get("/v2/proxy/team/app/blobs/" + layer(image));
            router.get("/v2/proxy/team/app/blobs/sha256:" + "0".repeat(64));
            router.get("/v2/proxy/team/app/tags/list");
            ghcr.status = 500;
            router.pass(Duration.ofSeconds(15));
            for (int i = 0; i < 8; i++) {
                router.get("/v2/proxy/team/app/manifests/v1%d".formatted(i));
            }
            hub.hang();
            router.get("/v2/proxy/team/hangs/manifests/v1");

            var metrics = router.metrics();
            assertThat(names)
                    .allSatisfy(name -> assertThat(metrics)
                            .containsPattern("(?m)^harbor_router_" + name + "[{ ]"));
        }
    }
}
