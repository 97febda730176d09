package dev.berth.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Events have the names and the fields of harbor-router's. Source: `router-cache.md` A.13.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RouterLogTest {
    private static final String APP = "/v2/proxy/team/app/manifests/v1";

    private final MockHarbor harbor = new MockHarbor();
    private final MockProject ghcr = harbor.project("ghcr", "github-ghcr");
    private final MockProject quay = harbor.project("quay", "quay");

    RouterLogTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        harbor.close();
    }

    private static void assertFields(LoggedLines logged, String event, String... fields) {
        await().until(() -> logged.has(event));
        var of = logged.lines().stream()
                .filter(line -> line.startsWith(event + " "))
                .toList();
        for (var field : fields) {
            assertThat(of).as(event).anyMatch(line -> line.contains(field + "="));
        }
    }

    @Test
    void what_is_found_is_told_with_where_and_how() throws Exception {
        var image = ghcr.image("team/app", "v1", "layer");
        try (var logged = new LoggedLines();
                var router = TestRouter.start(harbor, Map.of())) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            var layer = image.digest().toString();
            assertThat(router.get("/v2/proxy/team/other/blobs/" + layer).statusCode())
                    .isEqualTo(404);
            assertThat(router.get("/v2/proxy/team/other/tags/list").statusCode())
                    .isEqualTo(404);

            assertFields(logged, "discovery", "project_count", "source");
            assertFields(
                    logged,
                    "manifest_resolve",
                    "image",
                    "reference",
                    "project",
                    "duration_ms",
                    "result",
                    "error");
            assertThat(logged.lines())
                    .anyMatch(line -> line.startsWith("manifest_resolve ")
                            && line.contains("project=\"ghcr\"")
                            && line.contains("result=\"found\""));
            assertFields(logged, "fanout", "project_count", "max_fanout", "project", "result");
            assertFields(logged, "cache", "image", "cache_result");
            assertFields(logged, "blob_lookup", "image", "digest", "project", "result");
            assertFields(logged, "blob_proxy", "image", "digest", "result");
            assertFields(logged, "tags_resolve", "image", "result");
            assertFields(logged, "singleflight", "role");
        }
    }

    @Test
    void what_goes_wrong_is_told_with_why() throws Exception {
        ghcr.image("team/app", "v1", "layer");
        try (var logged = new LoggedLines();
                var router = TestRouter.start(harbor, Map.of("router.breaker-failures", "2"))) {
            router.get(APP);
            ghcr.status = 500;
            quay.status = 500;
            router.pass(Duration.ofSeconds(20));
            router.get(APP); // Of the project that has it, patiently.
            for (int i = 0; i < 4; i++) {
                router.get("/v2/proxy/team/app" + i + "/manifests/v1");
            }

            assertFields(logged, "manifest_resolve", "result", "error");
            assertThat(logged.lines())
                    .anyMatch(line -> line.startsWith("manifest_resolve ")
                            && line.contains("error=\"SERVER_ERROR\""));
            assertFields(logged, "retry", "project", "attempt", "max_attempts", "error");
            assertFields(logged, "circuit_breaker", "project", "from", "to");
        }
    }

    @Test
    void who_is_held_back_is_told_by_address() throws Exception {
        try (var logged = new LoggedLines();
                var router = TestRouter.start(harbor, Map.of("router.rate-limit", "1"))) {
            var statuses = new ArrayList<Integer>();
            for (int i = 0; i < 5; i++) {
                statuses.add(router.get(APP).statusCode());
            }

            assertThat(statuses).contains(429);
            assertFields(logged, "rate_limit", "client_ip");
            assertThat(logged.lines())
                    .noneMatch(
                            line -> List.of("password", "YTpi").stream().anyMatch(line::contains));
        }
    }
}
