package dev.berth.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.e2e.BerthProcess;
import dev.berth.app.e2e.RegistryClient;
import dev.berth.oci.Digest;
import dev.berth.oci.Digest.Algorithm;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Kills the registry while it pushes and delivers, and counts the audit log. Source: ADR 87.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventCrashIT {
    private static final int ROUNDS = 3;
    private static final int LIFE_MILLIS = 1_500;
    private static final String REPOSITORY = "crash/events";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final List<String> attempted = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void every_acknowledged_push_has_one_entry_and_no_other_has_more() throws Exception {
        var data = folder.resolve("data");
        for (int round = 0; round < ROUNDS; round++) {
            var berth = BerthProcess.start(data, Map.of());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                int number = round;
                var pushing = threads.submit((Callable<Boolean>) () -> {
                    pushUntilItDies(berth.client(), number);
                    return true;
                });
                TimeUnit.MILLISECONDS.sleep(LIFE_MILLIS);
                berth.kill();
                assertThat(pushing.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }

        List<String> logged;
        try (var berth = BerthProcess.start(data, Map.of())) {
            logged = created(berth.client());
        }

        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
        assertThat(logged)
                .doesNotHaveDuplicates()
                .containsAll(acknowledged)
                .allSatisfy(entry -> assertThat(attempted).contains(entry));
    }

    /// A tag of its own for each push, so that each is an entry.
    private void pushUntilItDies(RegistryClient registry, int round) {
        try {
            registry.ensureProject("crash");
            var config = Digest.of(Algorithm.SHA256, CONFIG);
            var upload = "/v2/" + REPOSITORY + "/blobs/uploads/?digest=" + config;
            assertThat(registry.post(upload, CONFIG).status()).isEqualTo(201);
            for (int i = 0; true; i++) {
                var tag = "r" + round + "-" + i;
                attempted.add(REPOSITORY + ":" + tag);
                var manifest = manifest(config, tag);
                var path = "/v2/" + REPOSITORY + "/manifests/" + tag;
                var answer = registry.put(path, manifest, "Content-Type", MANIFEST);
                assertThat(answer.status()).as(answer.text()).isEqualTo(201);
                acknowledged.add(REPOSITORY + ":" + tag);
            }
        } catch (UncheckedIOException e) {
            // The process was killed: whether the last push took place is in doubt.
        }
    }

    private static byte[] manifest(Digest config, String tag) {
        return ("{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":"
                        + "\"application/vnd.oci.empty.v1+json\",\"digest\":\"%s\",\"size\":2},"
                        + "\"layers\":[],\"annotations\":{\"tag\":\"%s\"}}")
                .formatted(MANIFEST, config, tag)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The resources of all entries for pushes.
    private static List<String> created(RegistryClient client) {
        var resources = new ArrayList<String>();
        for (int page = 1; true; page++) {
            var answer = client.api(
                    "GET",
                    "/api/v2.0/auditlog-exts?page_size=100&page=" + page
                            + "&q=operation=create,resource_type=artifact",
                    "");
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var entries = JsonMapper.shared().readTree(answer.body());
            if (entries.isEmpty()) {
                return resources;
            }
            entries.forEach(entry -> resources.add(entry.path("resource").asString()));
        }
    }
}
