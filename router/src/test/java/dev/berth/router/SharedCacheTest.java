package dev.berth.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.platform.http.testing.SelfSigned;
import dev.berth.router.redis.RedisServers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Routers that share what they find out, with real servers of Redis.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SharedCacheTest {
    private static final String APP = "/v2/proxy/team/app/manifests/v1";
    private static final String CONNECTED = "berth_router_connected_redis 1.0";

    @TempDir
    Path folder;

    private RedisServers redis;
    private final MockHarbor harbor = new MockHarbor();
    private final MockProject hub = harbor.project("hub", "docker-hub");
    private final MockProject ghcr = harbor.project("ghcr", "github-ghcr");

    SharedCacheTest() throws IOException {}

    @BeforeEach
    void open() {
        redis = new RedisServers(folder);
    }

    @AfterEach
    void close() {
        harbor.close();
        redis.close();
    }

    private TestRouter router(String... settings) throws IOException {
        var router = TestRouter.start(harbor, settings(settings));
        await().until(() -> router.metrics().contains(CONNECTED));
        return router;
    }

    private static Map<String, String> settings(String... settings) {
        var all = new HashMap<>(Map.of(
                "router.redis-password", RedisServers.PASSWORD, "router.discovery-interval", "1h"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return all;
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    @Test
    void R34_what_one_router_found_another_does_not_ask_for() throws Exception {
        var server = address(redis.startMaster());
        ghcr.image("team/app", "v1", "layer");
        try (var one = router("router.redis-server", server);
                var two = router("router.redis-server", server)) {
            one.get(APP);
            one.get("/v2/proxy/team/none/manifests/v1");
            awaitKeys(2);
            harbor.requests.clear();

            assertThat(two.head(APP).statusCode()).isEqualTo(200);
            assertThat(two.get("/v2/proxy/team/none/manifests/v1").statusCode()).isEqualTo(404);
            assertThat(harbor.asked("", "/v2/")).isZero();
            assertThat(two.get(APP).statusCode()).isEqualTo(200);
            assertThat(harbor.requests).hasSize(1);
        }
    }

    @Test
    void R34_what_has_left_the_project_that_another_found_it_in_is_looked_for_in_the_others()
            throws Exception {
        var server = address(redis.startMaster());
        ghcr.image("team/app", "v1", "layer");
        try (var one = router("router.redis-server", server);
                var two = router("router.redis-server", server)) {
            one.get(APP);
            awaitKeys(1);
            ghcr.remove("team/app/manifests/v1");
            var moved = hub.image("team/app", "v1", "another layer").digest().toString();

            var answer = two.get(APP);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Docker-Content-Digest")).hasValue(moved);
        }
    }

    @Test
    void an_absence_that_another_found_gets_no_younger_on_its_way() throws Exception {
        var server = address(redis.startMaster());
        try (var one = router("router.redis-server", server);
                var two = router("router.redis-server", server)) {
            one.get(APP);
            awaitKeys(1);
            harbor.requests.clear();
            two.pass(Duration.ofSeconds(15));
            assertThat(two.get(APP).statusCode()).isEqualTo(404);
            assertThat(harbor.asked("", "/v2/")).isZero();
            ghcr.image("team/app", "v1", "layer");
            two.pass(Duration.ofSeconds(16));

            assertThat(two.get(APP).statusCode()).isEqualTo(200);
        }
    }

    private void awaitKeys(int count) {
        await().until(() -> keys().size() == count);
    }

    private List<String> keys() throws IOException {
        var said = RedisServers.said(redis.server(0), RedisServers.PASSWORD, "KEYS hr:2:m:*");
        return said.lines().filter(line -> line.startsWith("hr:2:m:")).toList();
    }

    @Test
    void a_tag_that_moved_is_forgotten_by_all_at_once() throws Exception {
        var server = address(redis.startMaster());
        ghcr.image("team/app", "v1", "layer");
        try (var one = router("router.redis-server", server, "router.tag-ttl", "30s");
                var two = router("router.redis-server", server, "router.tag-ttl", "30s")) {
            one.get(APP);
            awaitKeys(1);
            two.get(APP);
            var moved = ghcr.image("team/app", "v1", "another layer").digest().toString();
            one.pass(Duration.ofSeconds(31));
            one.get(APP);

            await().untilAsserted(() -> assertThat(
                            two.head(APP).headers().firstValue("Docker-Content-Digest"))
                    .hasValue(moved));
        }
    }

    @Test
    void R27_what_one_may_read_another_does_not_get_from_redis() throws Exception {
        var server = address(redis.startMaster());
        ghcr.image("team/app", "v1", "layer");
        harbor.reader("alice", "hub", "ghcr");
        harbor.reader("bob", "hub");
        try (var one = router("router.redis-server", server, "router.auth-mode", "validate");
                var two = router("router.redis-server", server, "router.auth-mode", "validate")) {
            one.send("GET", APP, MockHarbor.basic("alice", "alice"));
            awaitKeys(1);

            assertThat(two.send("GET", APP, MockHarbor.basic("bob", "bob")).statusCode())
                    .isEqualTo(404);
            assertThat(two.send("GET", APP, MockHarbor.basic("alice", "alice")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void R35_a_value_that_no_router_wrote_is_not_believed() throws Exception {
        var server = address(redis.startMaster());
        ghcr.image("team/app", "v1", "layer");
        try (var one = router("router.redis-server", server);
                var two = router("router.redis-server", server)) {
            one.get(APP);
            awaitKeys(1);
            var key = keys().getFirst();
            set(key, "hub|1700000000");

            assertThat(two.get(APP).statusCode()).isEqualTo(200);
            assertThat(two.metrics()).contains("berth_router_strange_entries_total 1.0");
            assertThat(harbor.asked("GET", "/v2/hub/")).isZero();
        }
    }

    @Test
    void R35_a_mapping_to_a_project_that_the_caller_may_not_read_is_not_used() throws Exception {
        var server = address(redis.startMaster());
        ghcr.image("team/app", "v1", "layer");
        ghcr.image("team/other", "v1", "layer");
        try (var one = router("router.redis-server", server);
                var two = router("router.redis-server", server)) {
            one.get(APP);
            awaitKeys(1);
            var key = keys().getFirst();
            one.get("/v2/proxy/team/other/manifests/v1");
            awaitKeys(2);
            var other = keys().stream().filter(each -> !each.equals(key)).findFirst();
            RedisServers.said(
                    redis.server(0),
                    RedisServers.PASSWORD,
                    "COPY " + other.orElseThrow() + " " + key + " REPLACE");

            assertThat(two.get(APP).statusCode()).isEqualTo(200);
            assertThat(two.metrics()).contains("berth_router_strange_entries_total 1.0");
        }
    }

    private void set(String key, String value) throws IOException {
        RedisServers.said(
                redis.server(0), RedisServers.PASSWORD, "SET " + key + " \"" + value + "\"");
    }

    @Test
    void R34_it_starts_and_serves_without_redis_and_finds_it_later() throws Exception {
        int port = RedisServers.freePort();
        ghcr.image("team/app", "v1", "layer");
        try (var router =
                TestRouter.start(harbor, settings("router.redis-server", address(port)))) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            assertThat(router.health().isWell()).isTrue();

            redis.startServer(port);

            await().until(() -> router.metrics().contains(CONNECTED));
        }
    }

    @Test
    void R34_a_redis_that_hangs_delays_one_request_a_little() throws Exception {
        int port = redis.startMaster();
        ghcr.image("team/app", "v1", "layer");
        try (var router =
                router("router.redis-server", address(port), "router.redis-timeout", "500ms")) {
            redis.signal(port, "STOP");
            long started = System.nanoTime();

            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            for (int i = 0; i < 20; i++) {
                router.get("/v2/proxy/team/none%d/manifests/v1".formatted(i));
            }

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isLessThan(Duration.ofSeconds(5));
            redis.signal(port, "CONT");
            await().until(() -> router.metrics().contains(CONNECTED));
        }
    }

    @Test
    void R34_a_master_dies_under_load_and_no_client_notices() throws Exception {
        redis.startWithSentinels();
        ghcr.image("team/app", "v1", "layer");
        try (var one = router("router.redis-sentinels", redis.sentinels());
                var two = router("router.redis-sentinels", redis.sentinels());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new AtomicBoolean(true);
            var load = threads.submit(() -> {
                var statuses = new ArrayList<Integer>();
                for (int i = 0; running.get(); i++) {
                    ghcr.image("team/app" + i, "v1", "layer");
                    var path = "/v2/proxy/team/app%d/manifests/v1".formatted(i);
                    statuses.add(one.get(path).statusCode());
                    statuses.add(two.get(path).statusCode());
                }
                return statuses;
            });
            TimeUnit.MILLISECONDS.sleep(300); // Some of the load before.

            redis.kill(redis.server(0));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> one.metrics().contains("redis_reconnections_total 1.0")
                            && two.metrics().contains("redis_reconnections_total 1.0"));
            running.set(false);

            assertThat(load.get()).hasSizeGreaterThan(10).containsOnly(200);
            one.get("/v2/proxy/team/none/manifests/v1");
            await().until(() -> RedisServers.said(
                            redis.server(1), RedisServers.PASSWORD, "KEYS hr:2:m:*")
                    .contains("hr:2:m:"));
        }
    }

    @Test
    void R34_every_redis_and_sentinel_dies_under_load_and_no_client_notices() throws Exception {
        redis.startWithSentinels();
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.redis-sentinels", redis.sentinels());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new AtomicBoolean(true);
            var load = threads.submit(() -> {
                var statuses = new ArrayList<Integer>();
                for (int i = 0; running.get(); i++) {
                    ghcr.image("team/app" + i, "v1", "layer");
                    var path = "/v2/proxy/team/app%d/manifests/v1".formatted(i);
                    statuses.add(router.get(path).statusCode());
                }
                return statuses;
            });
            TimeUnit.MILLISECONDS.sleep(300); // Some of the load before.

            redis.killAll();
            await().until(() -> !router.metrics().contains(CONNECTED));
            await().until(() -> !router.metrics().contains("redis_fallback_total 0.0"));
            running.set(false);

            assertThat(load.get()).hasSizeGreaterThan(10).containsOnly(200);
            assertThat(router.health().isWell()).isTrue();
        }
    }

    @Test
    void a_router_that_starts_learns_of_what_is_asked_for_most_with_its_age() throws Exception {
        var server = address(redis.startMaster());
        ghcr.image("team/app", "v1", "layer");
        try (var one = router("router.redis-server", server, "router.discovery-interval", "1s")) {
            one.get(APP);
            await().until(() -> RedisServers.said(
                            redis.server(0), RedisServers.PASSWORD, "KEYS hr:2:warmup")
                    .contains("hr:2:warmup"));
        }
        try (var two = router("router.redis-server", server)) {
            await().until(() ->
                    two.metrics().contains("harbor_router_cache_entries{backend=\"local\"} 1.0"));

            assertThat(two.operator("/explain?image=team/app:v1", "").body())
                    .contains("remembered; asked");
        }
    }

    @Test
    void a_mapping_that_is_too_old_or_gone_is_not_revived_by_a_start() throws Exception {
        var server = address(redis.startMaster());
        ghcr.image("team/app", "v1", "layer");
        ghcr.image("team/other", "v1", "layer");
        try (var one = router("router.redis-server", server, "router.discovery-interval", "1s")) {
            one.get(APP);
            awaitKeys(1);
            RedisServers.said(redis.server(0), RedisServers.PASSWORD, "DEL " + keys().getFirst());
            one.get("/v2/proxy/team/other/manifests/v1");
            awaitKeys(1);
            await().until(() ->
                    warmUpList().contains("team/app") && warmUpList().contains("team/other"));
        }
        try (var logged = new LoggedLines();
                var two = router("router.redis-server", server)) {
            await().until(() -> logged.has("warmup"));

            assertThat(two.operator("/explain?image=team/app:v1", "").body())
                    .contains("\"remembered\":[]");
            assertThat(two.operator("/explain?image=team/other:v1", "").body())
                    .contains("remembered; asked");
        }
        try (var logged = new LoggedLines();
                var three = router("router.redis-server", server, "router.mapping-ttl", "1ms")) {
            await().until(() -> logged.has("warmup"));

            assertThat(three.operator("/explain?image=team/other:v1", "").body())
                    .contains("\"remembered\":[]");
        }
    }

    private String warmUpList() throws IOException {
        return RedisServers.said(redis.server(0), RedisServers.PASSWORD, "GET hr:2:warmup");
    }

    @Test
    void redis_is_spoken_to_by_tls_and_only_if_its_certificate_is_right() throws Exception {
        var made = SelfSigned.make(folder, "redis");
        int port = RedisServers.freePort();
        redis.startServerWithTls(port, made.certificate(), made.key());
        ghcr.image("team/app", "v1", "layer");
        var certificate = made.certificate().toString();
        try (var trusting = router(
                        "router.redis-server",
                        address(port),
                        "router.redis-tls",
                        "true",
                        "router.redis-timeout",
                        "2s",
                        "router.redis-ca",
                        certificate);
                var strict = TestRouter.start(
                        harbor,
                        settings(
                                "router.redis-server", address(port),
                                "router.redis-timeout", "2s",
                                "router.redis-tls", "true"))) {
            TimeUnit.SECONDS.sleep(2); // Longer than a silence that is asked about.

            assertThat(trusting.metrics()).contains(CONNECTED).contains("reconnections_total 0.0");
            assertThat(strict.metrics()).doesNotContain(CONNECTED);
            assertThat(strict.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_user_of_the_access_list_needs_no_more_than_these_commands() throws Exception {
        int port = redis.startMaster("user router on \">the word\" ~hr:* &hr:changes"
                + " +get +set +publish +subscribe +ping +role +select");
        ghcr.image("team/app", "v1", "layer");
        var word = Files.writeString(folder.resolve("word"), "the word\n");
        try (var router = TestRouter.start(
                harbor,
                Map.of(
                        "router.redis-server",
                        address(port),
                        "router.redis-username",
                        "router",
                        "router.redis-password-file",
                        word.toString()))) {
            await().until(() -> router.metrics().contains(CONNECTED));
            router.get(APP);

            awaitKeys(1);
            assertThat(router.metrics())
                    .doesNotContain("operation=\"get\",result=\"error\"")
                    .doesNotContain("operation=\"set\",result=\"error\"");
        }
    }

    @Test
    void a_router_that_starts_while_harbor_is_away_routes_by_the_list_of_another()
            throws Exception {
        var server = address(redis.startMaster());
        ghcr.image("team/app", "v1", "layer");
        try (var one = router("router.redis-server", server)) {
            one.get(APP);
            await().until(() -> RedisServers.said(
                            redis.server(0), RedisServers.PASSWORD, "EXISTS hr:2:projects")
                    .contains(":1"));
        }
        harbor.listStatus = 500;
        try (var two = TestRouter.start(harbor, settings("router.redis-server", server))) {
            assertThat(two.get(APP).statusCode()).isEqualTo(200);
        }
    }
}
