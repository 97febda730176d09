package dev.berth.router;

import static dev.berth.router.MockHarbor.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.platform.config.LiveFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The checks that a router is judged by, each named by its id.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RouterChecksTest {
    private static final String APP = "/v2/proxy/team/app/manifests/v1";

    /// With the password `sesame`.
    private static final String ALICE =
            "alice:$2y$05$abcdefghijklmnopqrstuuKcS.CYWVYVaLiiCKrrc0A5s3mGesJ9O";

    @TempDir
    Path folder;

    private final MockHarbor harbor = new MockHarbor();
    private final MockProject hub = harbor.project("hub", "docker-hub");
    private final MockProject ghcr = harbor.project("ghcr", "github-ghcr");
    private final MockProject quay = harbor.project("quay", "quay");

    RouterChecksTest() throws IOException {}

    @AfterEach
    void close() {
        List.of(hub, ghcr, quay).forEach(MockProject::release);
        harbor.close();
    }

    private TestRouter router(String... settings) throws IOException {
        return TestRouter.start(harbor, map(settings));
    }

    private static Map<String, String> map(String... settings) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return map;
    }

    private static <T> List<T> together(int times, Callable<T> call) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<T>>();
            for (int i = 0; i < times; i++) {
                calls.add(threads.submit(call));
            }
            var results = new ArrayList<T>();
            for (var each : calls) {
                results.add(each.get());
            }
            return results;
        }
    }

    @Test
    void R1_an_image_comes_from_the_project_that_has_it_and_each_is_asked_once() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            var answer = router.get(APP);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo(new String(image.bytes(), StandardCharsets.ISO_8859_1));
            assertThat(answer.headers().firstValue("Docker-Content-Digest"))
                    .hasValue(image.digest().toString());
            assertThat(harbor.asked("HEAD", "/manifests/")).isEqualTo(3);
            assertThat(harbor.asked("GET", "/manifests/")).isEqualTo(1);
        }
    }

    @Test
    void R2_a_known_tag_is_answered_from_memory() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            harbor.requests.clear();

            var answers = together(1000, () -> router.get(APP).statusCode());

            assertThat(answers).hasSize(1000).containsOnly(200);
            assertThat(harbor.asked("", "/v2/")).isZero();
            assertThat(router.metrics())
                    .contains("harbor_router_resolve_duration_seconds_count{result=\"hit\"} 1000");
        }
    }

    @Test
    void R2_a_tag_is_checked_by_one_head_once_its_time_is_over_and_moves() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.stale-ttl", "0s")) {
            router.get(APP);
            var moved = ghcr.image("team/app", "v1", "another layer");
            harbor.requests.clear();
            router.pass(Duration.ofSeconds(11));

            var answer = router.get(APP);

            assertThat(answer.headers().firstValue("Docker-Content-Digest"))
                    .hasValue(moved.digest().toString());
            assertThat(harbor.requests).hasSize(2);
            assertThat(harbor.asked("HEAD", "/v2/ghcr/team/app/manifests/v1")).isEqualTo(1);
        }
    }

    @Test
    void R3_a_herd_for_one_new_image_asks_each_project_once() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        hub.latency = Duration.ofMillis(200);
        try (var router = router()) {
            var answers = together(1000, () -> router.get(APP).statusCode());

            assertThat(answers).hasSize(1000).containsOnly(200);
            assertThat(harbor.asked("HEAD", "/manifests/")).isEqualTo(3);
            assertThat(harbor.asked("GET", "/manifests/")).isEqualTo(1);
        }
    }

    @Test
    void R3_heads_and_gets_at_one_time_ask_each_project_once() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        for (var project : List.of(hub, ghcr, quay)) {
            project.latency = Duration.ofSeconds(1);
        }
        try (var router = router();
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<HttpResponse<String>>>();
            for (int i = 0; i < 40; i++) {
                var method = i % 2 == 0 ? "HEAD" : "GET";
                answers.add(clients.submit(() -> router.send(method, APP, "Basic YTpi")));
            }

            for (var answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
            assertThat(harbor.asked("HEAD", "/manifests/")).isEqualTo(3);
            assertThat(harbor.asked("GET", "/manifests/")).isEqualTo(1);
        }
    }

    @Test
    void R3_a_get_after_a_head_fetches_and_asks_nothing_more() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            assertThat(router.head(APP).statusCode()).isEqualTo(200);
            assertThat(router.get(APP).statusCode()).isEqualTo(200);

            assertThat(harbor.asked("HEAD", "/manifests/")).isEqualTo(3);
            assertThat(harbor.asked("GET", "/manifests/")).isEqualTo(1);
        }
    }

    @Test
    void R4_whoever_asked_first_may_leave_and_the_others_are_answered() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        List.of(hub, ghcr, quay).forEach(MockProject::hang);
        try (var router = router()) {
            try (var leader = router.connect()) {
                leader.getOutputStream()
                        .write(("GET " + APP + " HTTP/1.1\r\nHost: a\r\n"
                                        + "Authorization: Basic YTpi\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                await().until(() -> harbor.asked("HEAD", "/manifests/") == 3);
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var follower = threads.submit(() -> router.get(APP).statusCode());
                List.of(hub, ghcr, quay).forEach(MockProject::release);

                assertThat(follower.get()).isEqualTo(200);
            }
            assertThat(router.metrics()).contains("harbor_router_singleflight_inflight 0.0");
        }
    }

    @Test
    void R5_each_client_gets_a_type_that_it_takes() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        ghcr.index("team/app", "v1");
        try (var router = router()) {
            var types = together(
                    20,
                    () -> List.of(
                            type(router, MockProject.MANIFEST), type(router, MockProject.INDEX)));

            assertThat(types).containsOnly(List.of(MockProject.MANIFEST, MockProject.INDEX));
        }
    }

    private static String type(TestRouter router, String accept) throws Exception {
        return router.get(APP, "Accept", accept)
                .headers()
                .firstValue("Content-Type")
                .orElse("");
    }

    @Test
    void R6_the_project_of_the_better_priority_wins_however_slow_it_is() throws Exception {
        var owned = quay.image("team/app", "v1", "of the owner");
        ghcr.image("team/app", "v1", "of somebody else");
        quay.latency = Duration.ofMillis(60);
        try (var router =
                router("router.projects", "quay priority=10, ghcr priority=20, hub priority=20")) {
            for (int i = 0; i < 100; i++) {
                var answer = router.get(APP);

                assertThat(answer.headers().firstValue("Docker-Content-Digest"))
                        .hasValue(owned.digest().toString());
                router.pass(Duration.ofDays(2));
            }
            await().until(() ->
                    router.metrics().contains("berth_router_conflicting_repositories_total 1.0"));
        }
    }

    @Test
    void R7_strict_mode_refuses_an_image_of_two_projects() throws Exception {
        quay.image("team/app", "v1", "of the owner");
        ghcr.image("team/app", "v1", "of somebody else");
        try (var router = router("router.strict", "true")) {
            assertThat(router.get(APP).statusCode()).isEqualTo(409);
            harbor.requests.clear();
            assertThat(router.get(APP).statusCode()).isEqualTo(409);
            assertThat(harbor.asked("HEAD", "/manifests/")).isEqualTo(3);
        }
    }

    @Test
    void R7_strict_mode_refuses_an_image_that_a_second_project_gets_later() throws Exception {
        quay.image("team/app", "v1", "of the owner");
        try (var router = router("router.strict", "true", "router.tag-ttl", "1h")) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            ghcr.image("team/app", "v1", "of somebody else");
            router.pass(Duration.ofSeconds(310));

            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            await().until(() -> router.get(APP).statusCode() == 409);
        }
    }

    @Test
    void R7_strict_mode_sees_a_second_owner_of_a_tag_that_is_asked_for_once_a_minute()
            throws Exception {
        quay.image("team/app", "v1", "of the owner");
        try (var router = router("router.strict", "true")) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            ghcr.image("team/app", "v1", "of somebody else");

            await().until(() -> {
                router.pass(Duration.ofMinutes(1));
                return router.get(APP).statusCode() == 409;
            });
        }
    }

    @Test
    void R8_only_the_mirror_of_the_named_registry_is_asked() throws Exception {
        quay.image("team/app", "v1", "layer");
        try (var router = router("router.projects", "quay host=quay.io")) {
            assertThat(router.get(APP + "?ns=quay.io").statusCode()).isEqualTo(200);
            assertThat(harbor.asked("", "/v2/quay/")).isEqualTo(2);
            assertThat(harbor.asked("", "/v2/")).isEqualTo(2);
        }
    }

    @Test
    void R9_a_rule_keeps_a_name_from_all_other_projects() throws Exception {
        ghcr.image("corp/app", "v1", "layer");
        try (var router = router("router.rules", "corp/** -> ghcr")) {
            assertThat(router.get("/v2/proxy/corp/app/manifests/v1").statusCode())
                    .isEqualTo(200);
            assertThat(router.get("/v2/proxy/corp/none/manifests/v1").statusCode())
                    .isEqualTo(404);
            assertThat(harbor.asked("", "corp/")).isEqualTo(harbor.asked("", "/v2/ghcr/corp/"));
        }
    }

    @Test
    void R10_what_no_project_has_is_remembered_as_absent_for_a_while() throws Exception {
        try (var router = router()) {
            var answer = router.get(APP);

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("MANIFEST_UNKNOWN");
            assertThat(router.get(APP).statusCode()).isEqualTo(404);
            assertThat(harbor.asked("HEAD", "/manifests/")).isEqualTo(3);
            ghcr.image("team/app", "v1", "layer");
            router.pass(Duration.ofSeconds(31));
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void R10_what_is_told_of_and_not_there_is_looked_for_in_the_others() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        ghcr.boasts = true;
        try (var router = router()) {
            var image = quay.image("team/app", "v1", "another layer");
            var answer = router.get(APP);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Docker-Content-Digest"))
                    .hasValue(image.digest().toString());
            quay.remove("team/app/manifests/v1");
            router.pass(Duration.ofHours(1));
            assertThat(router.get(APP).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void R11_a_failing_project_makes_it_unknown_not_absent() throws Exception {
        quay.status = 500;
        try (var router = router()) {
            assertThat(router.get(APP).statusCode()).isEqualTo(502);
            quay.status = 0;
            quay.image("team/app", "v1", "layer");
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void R12_a_throttled_project_is_told_as_429_and_left_in_peace() throws Exception {
        quay.status = 429;
        quay.retryAfter = "30";
        try (var router = router()) {
            var answer = router.get(APP);
            long asked = harbor.asked("", "/v2/quay/");
            var again = router.get("/v2/proxy/team/other/manifests/v1");

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(1L, 30L);
            assertThat(again.statusCode()).isEqualTo(503);
            assertThat(harbor.asked("", "/v2/quay/")).isEqualTo(asked);

            quay.status = 0;
            quay.image("team/app", "v1", "layer");
            router.pass(Duration.ofSeconds(31));
            assertThat(router.get(APP).statusCode())
                    .as("remembered as absent by nobody")
                    .isEqualTo(200);
        }
    }

    @Test
    void R12_a_time_that_is_named_as_a_date_is_kept_too() throws Exception {
        var then = Instant.now().plusSeconds(200).atOffset(ZoneOffset.UTC);
        quay.status = 429;
        quay.retryAfter = DateTimeFormatter.RFC_1123_DATE_TIME.format(then);
        try (var router = router()) {
            assertThat(router.get(APP).headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(20L, 200L);
        }
    }

    @Test
    void R12_a_project_that_names_a_time_with_503_is_left_in_peace_too() throws Exception {
        quay.status = 503;
        quay.retryAfter = "30";
        try (var router = router()) {
            router.get(APP);
            long asked = harbor.asked("", "/v2/quay/");

            assertThat(router.get("/v2/proxy/team/other/manifests/v1").statusCode())
                    .isEqualTo(503);
            assertThat(harbor.asked("", "/v2/quay/")).isEqualTo(asked);
        }
    }

    @Test
    void R13_a_refused_robot_is_a_fault_of_ours_and_nothing_is_absent() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            harbor.robotPassword = "changed";

            assertThat(router.get(APP).statusCode()).isEqualTo(502);
            await().until(() -> !router.health().isWell());
            assertThat(router.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(router.get("/healthz").statusCode()).isEqualTo(200);
            harbor.robotPassword = MockHarbor.ROBOT_PASSWORD;
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_list_of_long_ago_is_routed_by_and_makes_the_router_unready() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.list-age-max", "1h")) {
            assertThat(router.get("/readyz").body()).contains("\"list_age_seconds\":");
            harbor.listStatus = 503;
            router.pass(Duration.ofMinutes(61));

            await().until(() -> router.get("/readyz").statusCode() == 503);
            assertThat(router.health().isWell()).isFalse();
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            harbor.listStatus = 200;
            await().until(() -> router.get("/readyz").statusCode() == 200);
        }
    }

    @Test
    void R14_a_project_that_hangs_delays_nobody_for_long() throws Exception {
        quay.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get("/v2/proxy/warm/up/manifests/v1");
            hub.hang();
            long started = System.nanoTime();

            var answer = router.get(APP);
            var took = Duration.ofNanos(System.nanoTime() - started);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(took).isLessThan(Duration.ofSeconds(1));
            await().until(() ->
                    router.metrics().contains("connection_errors_total{reason=\"timeout\"} 1.0"));
        }
    }

    @Test
    void R15_a_project_that_fails_is_left_alone_then_tried_once() throws Exception {
        hub.status = 500;
        try (var router = router("router.projects", "hub priority=1")) {
            for (int i = 0; i < 5; i++) {
                router.get("/v2/proxy/team/a%d/manifests/v1".formatted(i));
            }
            long asked = harbor.asked("", "/v2/hub/");
            assertThat(router.get("/v2/proxy/team/b/manifests/v1").statusCode()).isEqualTo(503);
            assertThat(harbor.asked("", "/v2/hub/")).isEqualTo(asked);

            hub.status = 0;
            hub.image("team/c", "v1", "layer");
            router.pass(Duration.ofSeconds(31));
            assertThat(router.get("/v2/proxy/team/c/manifests/v1").statusCode()).isEqualTo(200);
            assertThat(router.metrics())
                    .contains("transitions_total{from=\"closed\",project=\"hub\",to=\"open\"} 1.0")
                    .contains(
                            "transitions_total{from=\"open\",project=\"hub\",to=\"half_open\"} 1.0")
                    .contains(
                            "transitions_total{from=\"half_open\",project=\"hub\",to=\"closed\"} 1.0");
        }
    }

    @Test
    void R17_projects_beyond_the_first_wave_are_asked_too() throws Exception {
        quay.image("team/app", "v1", "layer");
        try (var router = router("router.wave-projects", "1")) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void R17_of_more_projects_than_two_waves_and_a_page_have_the_last_one_is_found()
            throws Exception {
        for (int i = 0; i < 130; i++) {
            harbor.project("p%03d".formatted(i), "quay");
        }
        var last = harbor.project("zz", "quay").image("team/app", "v1", "layer");
        try (var router = router()) {
            assertThat(router.get("/readyz").body()).contains("\"projects\":134");
            assertThat(router.get(APP).headers().firstValue("Docker-Content-Digest"))
                    .hasValue(last.digest().toString());
        }
    }

    @Test
    void a_page_of_projects_that_cannot_be_had_leaves_the_list_as_it_was() throws Exception {
        for (int i = 0; i < 130; i++) {
            harbor.project("p%03d".formatted(i), "quay");
        }
        try (var router = router()) {
            harbor.listStatusFromPage = 2;
            harbor.listStatus = 503;
            harbor.project("new", "quay");
            long asked = harbor.asked("GET", "/api/v2.0/projects?");
            await().until(() -> harbor.asked("GET", "/api/v2.0/projects?") > asked + 2);

            assertThat(router.get("/readyz").body()).contains("\"projects\":133");
            harbor.listStatus = 200;
            await().until(() -> router.get("/readyz").body().contains("\"projects\":134"));
        }
    }

    @Test
    void R18_layers_come_from_where_their_manifest_came_from() throws Exception {
        var one = hub.image("team/app", "v1", "one");
        var two = ghcr.image("team/app", "v2", "two");
        try (var router = router()) {
            router.get(APP);
            router.get("/v2/proxy/team/app/manifests/v2");
            harbor.requests.clear();

            assertThat(blob(router, layer(one)).body()).isEqualTo("one");
            assertThat(blob(router, layer(two)).body()).isEqualTo("two");
            assertThat(harbor.asked("GET", "/v2/hub/team/app/blobs/")).isEqualTo(1);
            assertThat(harbor.asked("GET", "/v2/ghcr/team/app/blobs/")).isEqualTo(1);
            assertThat(harbor.requests).hasSize(2);
        }
    }

    private static String layer(MockHarbor.Content image) {
        var json = new String(image.bytes(), StandardCharsets.UTF_8);
        return json.substring(json.lastIndexOf("sha256:"), json.lastIndexOf("sha256:") + 71);
    }

    private static HttpResponse<String> blob(TestRouter router, String digest, String... fields)
            throws Exception {
        return router.get("/v2/proxy/team/app/blobs/" + digest, fields);
    }

    @Test
    void R19_an_absent_manifest_of_a_layers_digest_leaves_the_layer_alone() throws Exception {
        var digest =
                ghcr.blob("team/app", "bytes".getBytes(StandardCharsets.UTF_8)).digest();
        try (var router = router()) {
            var manifest = router.get("/v2/proxy/team/app/manifests/" + digest);

            assertThat(manifest.statusCode()).isEqualTo(404);
            assertThat(blob(router, digest.toString()).body()).isEqualTo("bytes");
        }
    }

    @Test
    void R20_a_client_is_sent_only_to_hosts_that_are_set() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.redirect-hosts", "store.example")) {
            router.get(APP);
            ghcr.redirect = "https://store.example/layer";
            var sent = blob(router, layer(image));
            ghcr.redirect = "https://evil.example/layer";
            var refused = blob(router, layer(image));

            assertThat(sent.statusCode()).isEqualTo(307);
            assertThat(sent.headers().firstValue("Location"))
                    .hasValue("https://store.example/layer");
            assertThat(refused.statusCode()).isEqualTo(502);
        }
    }

    @Test
    void R21_ranges_and_conditions_reach_harbor() throws Exception {
        var blob = ghcr.blob("team/app", "0123456789".getBytes(StandardCharsets.UTF_8));
        var digest = blob.digest().toString();
        try (var router = router()) {
            var range = blob(router, digest, "Range", "bytes=2-4");
            var same = blob(router, digest, "If-None-Match", '"' + digest + '"');

            assertThat(range.statusCode()).isEqualTo(206);
            assertThat(range.body()).isEqualTo("234");
            assertThat(range.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
            assertThat(same.statusCode()).isEqualTo(304);
        }
    }

    @Test
    void R22_head_stays_head() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            var manifest = router.head(APP);
            var blob = router.head("/v2/proxy/team/app/blobs/" + layer(image));

            assertThat(manifest.statusCode()).isEqualTo(200);
            assertThat(manifest.headers().firstValueAsLong("Content-Length"))
                    .hasValue(image.bytes().length);
            assertThat(blob.statusCode()).isEqualTo(200);
            assertThat(blob.headers().firstValueAsLong("Content-Length")).hasValue(5);
            assertThat(harbor.asked("GET", "/v2/")).isZero();
        }
    }

    @Test
    void R23_when_the_expected_project_lost_a_layer_the_others_are_asked_once() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            ghcr.remove("team/app/blobs/" + layer(image));
            quay.blob("team/app", "layer".getBytes(StandardCharsets.UTF_8));
            harbor.requests.clear();

            assertThat(blob(router, layer(image)).body()).isEqualTo("layer");
            assertThat(harbor.asked("HEAD", "/v2/ghcr/")).isZero();
            harbor.requests.clear();
            assertThat(blob(router, layer(image)).body()).isEqualTo("layer");
            assertThat(harbor.requests).hasSize(1);
        }
    }

    @Test
    void R24_lists_of_tags_are_paged_under_our_own_name() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        ghcr.link = "</v2/ghcr/team/app/tags/list?n=2&last=b>; rel=\"next\"";
        try (var router = router()) {
            router.get(APP);
            var page = router.get("/v2/proxy/team/app/tags/list?n=2&last=a");

            assertThat(page.body()).isEqualTo("{\"name\":\"proxy/team/app\",\"tags\":[\"v1\"]}");
            assertThat(page.headers().firstValue("Link"))
                    .hasValue("</v2/proxy/team/app/tags/list?n=2&last=b>; rel=\"next\"");
            assertThat(harbor.asked("GET", "/v2/ghcr/team/app/tags/list?n=2&last=a"))
                    .isEqualTo(1);
            assertThat(router.get("/v2/proxy/team/app/tags/list?n=0").statusCode())
                    .isEqualTo(200);
            assertThat(harbor.asked("GET", "/v2/ghcr/team/app/tags/list?n=0")).isEqualTo(1);
        }
    }

    @Test
    void R25_library_is_added_for_docker_hub_only() throws Exception {
        hub.image("library/nginx", "v1", "layer");
        ghcr.image("pause", "v1", "layer");
        try (var router = router()) {
            assertThat(router.get("/v2/proxy/nginx/manifests/v1").statusCode()).isEqualTo(200);
            assertThat(router.get("/v2/proxy/pause/manifests/v1").statusCode()).isEqualTo(200);
            assertThat(harbor.asked("", "/v2/ghcr/library/")).isZero();
        }
    }

    @Test
    void R26_nobody_pulls_without_a_credential_that_harbor_knows() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        harbor.reader("alice", "ghcr");
        try (var router = router("router.auth-mode", "validate")) {
            var asked = router.send("GET", "/v2/", "");

            assertThat(asked.statusCode()).isEqualTo(401);
            assertThat(asked.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Basic realm=\"berth-router\"");
            assertThat(router.send("GET", APP, "").statusCode()).isEqualTo(401);
            assertThat(router.send("GET", APP, basic("alice", "wrong")).statusCode())
                    .isEqualTo(401);
            assertThat(router.send("GET", "/v2/", basic("alice", "alice")).statusCode())
                    .isEqualTo(200);
            assertThat(router.send("GET", APP, basic("alice", "alice")).statusCode())
                    .isEqualTo(200);
            assertThat(harbor.asked("GET", "/service/token")).isEqualTo(2);
        }
    }

    @Test
    void R26_accounts_of_a_file_pull_from_every_project() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        var file = Files.writeString(folder.resolve("accounts"), ALICE + "\n");
        try (var router =
                router("router.auth-mode", "accounts", "router.accounts", file.toString())) {
            assertThat(router.send("GET", "/v2/", "").statusCode()).isEqualTo(401);
            assertThat(router.send("GET", APP, basic("alice", "alice")).statusCode())
                    .isEqualTo(401);
            assertThat(router.send("GET", APP, basic("bob", "sesame")).statusCode())
                    .isEqualTo(401);
            assertThat(router.send("GET", APP, basic("alice", "sesame")).statusCode())
                    .isEqualTo(200);
            assertThat(harbor.asked("GET", "/service/token")).isZero();
        }
    }

    @Test
    void R26_anonymous_callers_pull_from_public_projects_only() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        quay.open = true;
        quay.image("team/open", "v1", "layer");
        try (var router = router("router.auth-mode", "anonymous")) {
            assertThat(router.send("GET", "/v2/proxy/team/open/manifests/v1", "")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(router.send("GET", APP, "").statusCode()).isEqualTo(404);
            assertThat(harbor.asked("", "/v2/ghcr/")).isZero();
        }
    }

    @Test
    void R27_what_one_may_read_another_gets_from_no_cache() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        harbor.reader("alice", "hub", "ghcr");
        harbor.reader("bob", "hub");
        var alice = basic("alice", "alice");
        var bob = basic("bob", "bob");
        var byDigest = "/v2/proxy/team/app/manifests/" + image.digest();
        var blob = "/v2/proxy/team/app/blobs/" + layer(image);
        try (var router = router("router.auth-mode", "validate")) {
            for (var path : List.of(APP, byDigest, blob)) {
                assertThat(router.send("GET", path, alice).statusCode()).isEqualTo(200);
            }
            for (var path : List.of(APP, byDigest, blob, "/v2/proxy/team/app/tags/list")) {
                assertThat(router.send("GET", path, bob).statusCode()).as(path).isEqualTo(404);
            }
            for (var path : List.of(APP, byDigest, blob)) {
                assertThat(router.send("GET", path, alice).statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/proxy/%2e%2e/manifests/v1",
                "/v2/proxy/../manifests/v1",
                "/v2/proxy/a%2fb/manifests/v1",
                "/v2/proxy/a//b/manifests/v1",
                "/v2/proxy/a\\b/manifests/v1",
                "/v2/proxy/a%00b/manifests/v1",
                "/v2/proxy/team/app/manifests/%2e%2e",
                "/v2/proxy/team/app/manifests/v1%3fx",
                "/v2/proxy/team/app/blobs/sha256:..",
                "/v2/proxy/TEAM/app/manifests/v1",
                "/v2/proxy/team/app/manifests/v\u00e9",
                "/v2/other/team/app/manifests/v1",
            })
    void R28_a_path_outside_the_grammars_never_reaches_harbor(String path) throws Exception {
        try (var router = router()) {
            int status = raw(router, "GET " + path + " HTTP/1.1\r\nHost: a\r\n");

            assertThat(status).isIn(400, 404);
            assertThat(harbor.asked("", "/v2/")).isZero();
        }
    }

    @Test
    void R28_a_name_that_is_too_long_below_a_project_is_nowhere() throws Exception {
        try (var router = router()) {
            var path = "/v2/proxy/" + "a".repeat(250) + "/manifests/v1";

            assertThat(router.get(path).statusCode()).isEqualTo(404);
            assertThat(router.get("/v2/proxy/" + "a".repeat(300) + "/manifests/v1")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(harbor.asked("", "/v2/")).isZero();
        }
    }

    @Test
    void R28_characters_of_several_bytes_at_any_place_of_a_long_path_end_nothing()
            throws Exception {
        try (var router = router()) {
            for (int before = 505; before <= 515; before++) {
                var path = "/v2/proxy/" + "a".repeat(before - 10) + "\u20ac/manifests/v1";
                assertThat(raw(router, "GET " + path + " HTTP/1.1\r\nHost: a\r\n"))
                        .isIn(400, 404);
            }
            var overlong = "/v2/proxy/" + "a/".repeat(32 * 1024) + "manifests/v1";
            assertThat(raw(router, "GET " + overlong + " HTTP/1.1\r\nHost: a\r\n"))
                    .isIn(400, 404, 414, 431);
            assertThat(router.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(harbor.asked("", "/v2/")).isZero();
        }
    }

    private static int raw(TestRouter router, String head) throws IOException {
        try (var socket = router.connect()) {
            socket.getOutputStream()
                    .write((head + "Authorization: Basic YTpi\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            var answer = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return Integer.parseInt(answer.readLine().split(" ", 3)[1]);
        }
    }

    @Test
    void R29_nothing_of_a_request_reaches_a_challenge() throws Exception {
        try (var router = router("router.auth-mode", "validate");
                var socket = router.connect()) {
            socket.getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "GET /v2/ HTTP/1.1",
                                    "Host: evil.example",
                                    "X-Forwarded-Host: evil.example",
                                    "Connection: close",
                                    "",
                                    "")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).contains("401").doesNotContain("evil.example");
        }
    }

    @Test
    void R29_an_absolute_target_and_a_false_host_reach_no_link() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        ghcr.link = "</v2/ghcr/team/app/tags/list?n=1&last=v1>; rel=\"next\"";
        try (var router = router();
                var socket = router.connect()) {
            socket.getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "GET http://evil.example/v2/proxy/team/app/tags/list?n=1"
                                            + " HTTP/1.1",
                                    "Host: evil.example",
                                    "X-Forwarded-Host: evil.example",
                                    "Authorization: Basic YTpi",
                                    "Connection: close",
                                    "",
                                    "")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("evil.example");
        }
    }

    @Test
    void R30_a_head_that_is_too_large_or_too_slow_is_refused_and_delays_nobody() throws Exception {
        var large = "X-Large: " + "a".repeat(64 * 1024) + "\r\n";
        var many = "X-Many: a\r\n".repeat(500);
        try (var router = router("http.head-timeout", "500ms");
                var slow = router.connect();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> slow.getInputStream().readAllBytes());
            var _ = threads.submit(() -> {
                for (var each : "GET /v2/ HTTP/1.1\r\nX-Slow: aaaaaaaaaaaaaaaa".toCharArray()) {
                    slow.getOutputStream().write(each);
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                return null;
            });

            assertThat(raw(router, "GET /v2/ HTTP/1.1\r\nHost: a\r\n" + large)).isEqualTo(431);
            assertThat(raw(router, "GET /v2/ HTTP/1.1\r\nHost: a\r\n" + many)).isEqualTo(431);
            assertThat(router.get("/v2/").statusCode()).isEqualTo(200);
            assertThat(answer.get(3, TimeUnit.SECONDS)).asString().doesNotContain("200 OK");
        }
    }

    @Test
    void R31_invented_methods_and_names_add_nothing_to_the_metrics() throws Exception {
        try (var router = router()) {
            for (int i = 0; i < 2; i++) {
                router.get(APP);
                router.get("/v2/proxy/team/app/blobs/sha256:" + "0".repeat(64));
            }
            raw(router, "INVENTED /v2/ HTTP/1.1\r\nHost: a\r\n");
            var before = series(router);
            for (int i = 0; i < 100; i++) {
                raw(router, "INVENTED" + i + " /v2/ HTTP/1.1\r\nHost: a\r\n");
            }
            for (int i = 0; i < 300; i++) {
                router.get("/v2/proxy/team/app%d/manifests/v1".formatted(i));
                router.get("/v2/proxy/team/app/blobs/sha256:%064x".formatted(i));
            }

            assertThat(series(router)).isSubsetOf(before);
        }
    }

    private static Set<String> series(TestRouter router) throws IOException {
        return router.metrics()
                .lines()
                .filter(line -> line.startsWith("harbor_router_") || line.startsWith("berth_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void R32_readers_that_stall_hold_little_memory_and_delay_nobody() throws Exception {
        int readers = 80;
        var digest = ghcr.blob("team/app", new byte[32 * 1024 * 1024]).digest();
        var stalled = new ArrayList<Socket>();
        try (var router = router("router.coalesce-blobs", "false")) {
            router.head("/v2/proxy/team/app/blobs/" + digest);
            long before = memory();
            for (int i = 0; i < readers; i++) {
                stalled.add(router.ask("/v2/proxy/team/app/blobs/" + digest));
            }
            for (var each : stalled) {
                assertThat(TestRouter.head(each.getInputStream())).startsWith("HTTP/1.1 200");
            }

            assertThat((settledMemory() - before) / readers).isLessThan(256 * 1024);
            assertThat(router.get(APP).statusCode()).isEqualTo(404);
        } finally {
            for (var each : stalled) {
                each.close();
            }
        }
    }

    @Test
    void R32_a_reader_that_stalls_for_too_long_is_cut() throws Exception {
        var digest = ghcr.blob("team/app", new byte[32 * 1024 * 1024]).digest();
        try (var router = router("http.write-timeout", "500ms");
                var client = router.ask("/v2/proxy/team/app/blobs/" + digest)) {
            var in = client.getInputStream();
            assertThat(TestRouter.head(in)).startsWith("HTTP/1.1 200");

            await().until(() -> ghcr.streaming.get() == 0);
            TestRouter.assertCut(in, 32 * 1024 * 1024);
        }
    }

    /// When nothing more is read ahead.
    private static long settledMemory() {
        var looks = new ArrayDeque<>(List.of(0L));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    looks.add(memory());
                    return Math.abs(looks.getLast() - looks.removeFirst()) < 512 * 1024;
                });
        return looks.getLast();
    }

    /// Of this process, on the heap; what the server holds outside of it has a bound of its own.
    private static long memory() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void R33_when_a_client_leaves_nothing_more_is_read() throws Exception {
        var digest = ghcr.blob("team/app", new byte[128 * 1024]).digest();
        ghcr.drips = true; // For hours.
        try (var router = router()) {
            try (var client = router.ask("/v2/proxy/team/app/blobs/" + digest)) {
                client.getInputStream().readNBytes(100);
                await().until(() -> ghcr.streaming.get() == 1);
            }

            await().until(() -> ghcr.streaming.get() == 0);
            assertThat(router.metrics()).contains("harbor_router_singleflight_inflight 0.0");
        }
    }

    @Test
    void R36_a_stale_mapping_is_looked_up_by_one_while_all_are_answered() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.tag-ttl", "1h")) {
            router.get(APP);
            harbor.requests.clear();
            router.pass(Duration.ofSeconds(310));
            quay.latency = Duration.ofMillis(300);

            var answers = together(200, () -> router.get(APP).statusCode());

            assertThat(answers).containsOnly(200);
            await().until(() -> harbor.asked("HEAD", "/manifests/") == 3);
            assertThat(harbor.asked("GET", "/manifests/")).isZero();
        }
    }

    @Test
    void R36_a_mapping_that_cannot_be_looked_up_anew_is_not_looked_up_all_the_time()
            throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.tag-ttl", "1h")) {
            router.get(APP);
            harbor.robotPassword = "changed";
            harbor.requests.clear();
            router.pass(Duration.ofSeconds(310));

            for (int i = 0; i < 10; i++) {
                assertThat(router.get(APP).statusCode()).isEqualTo(200);
            }

            await().until(() -> harbor.asked("HEAD", "/manifests/") == 3);
        }
    }

    @Test
    void R36_a_tag_is_checked_by_one_while_all_are_answered() throws Exception {
        var before = ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.question-timeout", "30s")) {
            router.get(APP);
            var moved = ghcr.image("team/app", "v1", "another layer");
            ghcr.hang();
            harbor.requests.clear();
            router.pass(Duration.ofSeconds(11));

            var answers = together(500, () -> digest(router.get(APP)));

            assertThat(answers).hasSize(500).containsOnly(before.digest().toString());
            await().until(() -> harbor.asked("HEAD", "/manifests/") == 1);
            ghcr.release();
            await().until(() -> digest(router.get(APP)).equals(moved.digest().toString()));
            assertThat(harbor.asked("HEAD", "/manifests/")).isEqualTo(1);
            assertThat(harbor.asked("GET", "/manifests/")).isEqualTo(1);
        }
    }

    /// Given `router.tag-ttl`, `router.stale-ttl`, and how long ago the tag was checked.
    @ParameterizedTest
    @CsvSource({
        "10s, 60s, 60, served",
        "10s, 60s, 71, waits",
        "10s, 0s, 11, waits",
        "1ms, 60s, 50, served",
        "1ms, 60s, 61, waits",
        "1m, 1h, 3600, served",
        "1m, 1h, 3661, waits",
        "0s, 1h, 1, waits"
    })
    void R36_a_tag_that_has_moved_is_served_as_it_was_within_both_times_only(
            String tagTtl, String staleTtl, int seconds, String expected) throws Exception {
        var before = ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.tag-ttl", tagTtl, "router.stale-ttl", staleTtl)) {
            router.get(APP);
            var moved = ghcr.image("team/app", "v1", "another layer");
            router.pass(Duration.ofSeconds(seconds));

            var first = expected.equals("served") ? before : moved;
            assertThat(digest(router.get(APP))).isEqualTo(first.digest().toString());
            await().until(() -> digest(router.get(APP)).equals(moved.digest().toString()));
        }
    }

    @Test
    void R36_a_tag_that_cannot_be_checked_is_not_checked_all_the_time() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router("router.retry-attempts", "1")) {
            router.get(APP);
            ghcr.status = 500;
            harbor.requests.clear();
            router.pass(Duration.ofSeconds(11));

            for (int i = 0; i < 20; i++) {
                assertThat(router.get(APP).statusCode()).isEqualTo(200);
            }

            await().until(() -> harbor.asked("HEAD", "/manifests/") == 1);
            router.pass(Duration.ofSeconds(6));
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            await().until(() -> harbor.asked("HEAD", "/manifests/") == 2);
        }
    }

    /// Given what its project says when a tag is checked, and what clients are told then.
    @ParameterizedTest
    @CsvSource({"404, 404", "401, 502", "403, 502"})
    void R36_a_project_that_says_no_ends_what_was_known(int said, int told) throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            ghcr.status = said;
            router.pass(Duration.ofSeconds(11));

            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            await().until(() -> router.get(APP).statusCode() == told);
            assertThat(router.get(APP).statusCode()).isEqualTo(told);
        }
    }

    private static String digest(HttpResponse<String> answer) {
        return answer.headers().firstValue("Docker-Content-Digest").orElse("");
    }

    @Test
    void R37_a_failed_list_leaves_the_last_good_one() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            harbor.listStatus = 500;
            await().until(() -> !router.metrics().contains("discovery_errors_total 0.0"));

            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            assertThat(router.health().isWell()).isTrue();
        }
    }

    @Test
    void R37_a_router_that_starts_while_harbor_is_away_routes_by_its_seed() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        var seed = folder.resolve("seed");
        Files.writeString(folder.resolve("seed.next"), "of a router that was killed");
        try (var router = router("router.seed-file", seed.toString())) {
            router.get(APP);
            await().until(() -> Files.exists(seed));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(seed)))
                .isEqualTo("rw-------");
        harbor.listStatus = 500;
        try (var router = router("router.seed-file", seed.toString())) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
        Files.writeString(seed, Files.readString(seed).replace("ghcr", "hub"));
        try (var router =
                TestRouter.startUnready(harbor, map("router.seed-file", seed.toString()))) {
            assertThat(router.get(APP).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void R38_a_router_that_is_about_to_go_tells_clients_probes_and_serves_on() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.drain();

            assertThat(router.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(router.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void R39_each_client_has_a_rate_of_its_own() throws Exception {
        try (var router = router("router.rate-limit", "5")) {
            var answers = together(60, () -> router.get("/v2/"));
            var refused = answers.stream()
                    .filter(answer -> answer.statusCode() == 429)
                    .toList();

            assertThat(answers).anyMatch(answer -> answer.statusCode() == 200);
            assertThat(refused).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.headers().firstValue("Content-Type"))
                        .hasValue("application/json");
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
                assertThat(answer.body()).contains("TOOMANYREQUESTS");
            });
            assertThat(router.get("/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void R39_two_clients_behind_a_trusted_proxy_have_five_a_second_each_and_probes_any()
            throws Exception {
        try (var router = router("router.rate-limit", "5", "http.trusted-proxies", "127.0.0.1")) {
            for (var client : List.of("192.0.2.1", "192.0.2.2")) {
                var statuses = together(60, () -> of(router, client));

                assertThat(statuses).as(client).containsOnly(200, 429);
                assertThat(statuses.stream().filter(status -> status == 200).count())
                        .as(client)
                        .isGreaterThanOrEqualTo(5);
            }
            var probes = together(
                    20,
                    () -> router.get("/healthz", "X-Forwarded-For", "192.0.2.1").statusCode());
            assertThat(probes).containsOnly(200);
        }
    }

    @Test
    void R39_clients_behind_a_trusted_proxy_are_told_apart() throws Exception {
        try (var router = router("router.rate-limit", "1", "http.trusted-proxies", "127.0.0.1")) {
            var first = List.of(of(router, "192.0.2.1"), of(router, "192.0.2.1"));

            assertThat(first).contains(429);
            for (int client = 2; client < 20; client++) {
                assertThat(of(router, "192.0.2." + client)).isEqualTo(200);
            }
        }
        try (var router = router("router.rate-limit", "1")) {
            var forged = together(20, () -> of(router, "192.0.2." + System.nanoTime() % 200));
            assertThat(forged).as("said by who is no proxy").contains(429);
        }
    }

    private static int of(TestRouter router, String client) throws Exception {
        return router.get("/v2/", "X-Forwarded-For", client).statusCode();
    }

    @Test
    void R40_a_password_that_changes_in_its_file_is_used_from_then_on() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        var file = Files.writeString(folder.resolve("password"), MockHarbor.ROBOT_PASSWORD);
        try (var router = router("router.harbor-password-file", file.toString())) {
            harbor.robotPassword = "another";
            assertThat(router.get(APP).statusCode()).isEqualTo(502);
            Files.writeString(file, "another\n");
            router.pass(LiveFile.LOOK);

            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void R40_a_file_that_cannot_be_read_leaves_the_old_password() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        var file = Files.writeString(folder.resolve("password"), MockHarbor.ROBOT_PASSWORD);
        try (var router = router("router.harbor-password-file", file.toString())) {
            Files.delete(file);
            router.pass(LiveFile.LOOK);

            assertThat(router.get(APP).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void R41_a_manifest_with_another_digest_is_not_served() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        ghcr.lie = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
        try (var router = router()) {
            var path = "/v2/proxy/team/app/manifests/" + image.digest();

            assertThat(router.get(path).statusCode()).isEqualTo(502);
            assertThat(router.get(APP).statusCode()).isEqualTo(502);
            assertThat(router.metrics()).contains("berth_router_quarantined_manifests_total 2.0");
            ghcr.lie = new byte[0];
            assertThat(router.get(path).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void R42_a_manifest_larger_than_any_is_not_read() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        ghcr.lie = new byte[8 * 1024 * 1024];
        try (var router = router()) {
            assertThat(router.get(APP).statusCode()).isEqualTo(502);
        }
    }

    @Test
    void R42_a_manifest_without_end_is_read_no_further_than_the_limit() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        ghcr.endless = true;
        try (var router = router()) {
            assertThat(router.get(APP).statusCode()).isEqualTo(502);

            await().until(() -> ghcr.streaming.get() == 0);
            assertThat(ghcr.endlessBytes.get()).isLessThan(64L * 1024 * 1024);
            assertThat(router.metrics()).contains("harbor_router_singleflight_inflight 0.0");
        }
    }

    @Test
    void R42_a_manifest_that_comes_drop_by_drop_is_given_up() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        ghcr.drips = true;
        try (var router = router()) {
            assertThat(router.get(APP).statusCode()).isEqualTo(504);

            await().until(() -> ghcr.streaming.get() == 0);
            assertThat(router.metrics()).contains("harbor_router_singleflight_inflight 0.0");
        }
    }

    @Test
    void R42_a_list_larger_than_any_is_not_read() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            ghcr.pad = 5 * 1024 * 1024;

            assertThat(router.get("/v2/proxy/team/app/tags/list").statusCode()).isEqualTo(502);
            ghcr.pad = 1024 * 1024;
            assertThat(router.get("/v2/proxy/team/app/tags/list").body())
                    .startsWith("{\"name\":\"proxy/team/app\",\"tags\":[\"v1")
                    .hasSizeGreaterThan(1024 * 1024);
        }
    }

    @Test
    void requests_are_counted_by_the_names_of_harbor_router() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            router.head("/v2/proxy/team/app/referrers/sha256:" + "0".repeat(64));

            await().untilAsserted(() -> assertThat(router.metrics())
                    .contains("requests_total{method=\"GET\",status=\"2xx\",type=\"manifest\"} 1.0")
                    .contains("requests_total{method=\"HEAD\",status=\"4xx\",type=\"other\"} 1.0")
                    .contains("request_duration_seconds_count{method=\"GET\","
                            + "req_type=\"manifest\",status_class=\"2xx\"} 1")
                    .contains("harbor_router_inflight_requests 0.0")
                    .contains("harbor_router_build_info{commit=\"\",version=\"test\"} 1"));
        }
    }

    @Test
    void a_push_is_refused_with_where_to_push() throws Exception {
        try (var router = router("router.push-url", "https://harbor.example")) {
            for (var path : List.of(
                    "/v2/proxy/team/app/blobs/uploads/", "/v2/proxy/team/app/manifests/v1")) {
                var answer = router.send("POST", path, "Basic YTpi");

                assertThat(answer.statusCode()).isEqualTo(405);
                assertThat(answer.body()).contains("UNSUPPORTED", "https://harbor.example");
                assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
            }
        }
    }

    @Test
    void a_blob_that_breaks_off_never_looks_complete() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer".repeat(60_000));
        try (var router = router()) {
            router.get(APP);
            ghcr.cutAfter = 200_000;

            assertThatThrownBy(() -> blob(router, layer(image))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void known_images_are_served_while_harbor_is_away() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var router = router()) {
            router.get(APP);
            harbor.close();
            router.pass(Duration.ofSeconds(15));

            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            assertThat(router.get("/v2/proxy/team/new/manifests/v1").statusCode())
                    .isIn(502, 503);
        }
    }

    @Test
    void a_router_that_knows_no_project_yet_says_so() throws Exception {
        harbor.listStatus = 500;
        try (var router = TestRouter.startUnready(harbor, Map.of())) {
            assertThat(router.get(APP).statusCode()).isEqualTo(503);
            assertThat(router.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(router.get("/healthz").statusCode()).isEqualTo(200);
        }
    }
}
