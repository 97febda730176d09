package dev.berth.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.Digest.Algorithm;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// A process with little memory, which ends when it has none left.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class SmallHeapIT {
    private static final int HEAP_MEBIBYTES = 64;
    private static final int WRITERS = 32;
    private static final int MANIFESTS = 128;
    private static final int READERS = 32;
    private static final int REFERRERS = 1_000;
    private static final int LARGE_MANIFESTS = 40;
    private static final String SUBJECT = "sha256:" + "a".repeat(64);
    private static final int MANIFEST_BYTES_MAX = 4 * 1024 * 1024;
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String HEAD =
            "{\"schemaVersion\": 2, \"mediaType\": \"%s\", \"config\": %s, "
                    .formatted(TYPE, descriptor(0));

    @TempDir
    Path folder;

    @Test
    void SEC_30_the_largest_manifests_of_many_writers_at_once_do_not_use_up_the_memory()
            throws Exception {
        var bombs = List.of(
                filled(HEAD + "\"layers\": [", index -> descriptor(index) + ",", "]}"),
                filled(
                        HEAD + "\"layers\": [], \"annotations\": {",
                        index -> "\"key-%d\": \"%d\",".formatted(index, index),
                        "}}"),
                filled(HEAD + "\"layers\": [], \"x\": [", _ -> "{},", "]}"),
                filled(HEAD + "\"layers\": [], \"x\": {", "\"%d\": 1,"::formatted, "}}"));
        try (var berth = BerthProcess.start(folder.resolve("data"), Map.of(), HEAP_MEBIBYTES);
                var threads = Executors.newFixedThreadPool(WRITERS)) {
            var client = berth.client();
            client.ensureProject("team");
            var answers = new ArrayList<Future<RegistryClient.Answer>>();
            for (int i = 0; i < MANIFESTS; i++) {
                var path = "/v2/team/app/manifests/t" + i;
                var bytes = bombs.get(i % bombs.size());
                answers.add(threads.submit(() -> client.put(path, bytes, "Content-Type", TYPE)));
            }

            for (var answer : answers) {
                assertThat(answer.get().status()).isIn(400, 404, 503);
            }
            assertThat(client.get("/v2/").status()).isEqualTo(200);
        }
    }

    @Test
    void SEC_30_many_readers_of_large_answers_at_once_do_not_use_up_the_memory() throws Exception {
        var settings = Map.of("BERTH_REGISTRY_CACHE_BYTES", "4MiB");
        try (var berth = BerthProcess.start(folder.resolve("data"), settings, HEAP_MEBIBYTES);
                var threads = Executors.newFixedThreadPool(READERS)) {
            var client = berth.client();
            client.ensureProject("team");
            var config = "{}".getBytes(StandardCharsets.UTF_8);
            var digest = Digest.of(Algorithm.SHA256, config);
            assertThat(client.post("/v2/team/app/blobs/uploads/?digest=" + digest, config)
                            .status())
                    .isEqualTo(201);
            for (int i = 0; i < REFERRERS; i++) {
                push(client, "r" + i, referrer(digest, i, 1));
            }
            for (int i = 0; i < LARGE_MANIFESTS; i++) {
                push(client, "m" + i, referrer(digest, i, 250));
            }
            var paths = new ArrayList<String>();
            for (int i = 0; i < READERS * 4; i++) {
                paths.add("/v2/team/app/referrers/" + SUBJECT);
                paths.add("/v2/team/app/manifests/m" + i % LARGE_MANIFESTS);
            }
            var answers = threads.invokeAll(paths.stream()
                    .map(path -> (Callable<Integer>) () -> client.get(path).status())
                    .toList());

            for (var answer : answers) {
                assertThat(answer.get()).isIn(200, 503);
            }
            assertThat(client.get("/v2/").status()).isEqualTo(200);
        }
    }

    private static void push(RegistryClient client, String tag, byte[] manifest) {
        var answer = client.put("/v2/team/app/manifests/" + tag, manifest, "Content-Type", TYPE);
        assertThat(answer.status()).isEqualTo(201);
    }

    /// With as many annotations of 4,000 characters.
    private static byte[] referrer(Digest config, int number, int annotations) {
        var text = new StringBuilder();
        for (int i = 0; i < annotations; i++) {
            text.append(", \"key-%d\": \"%s\"".formatted(i, "x".repeat(4_000)));
        }
        return """
                {"schemaVersion": 2, "mediaType": "%s", "artifactType": "a/b", "layers": [],
                "config": {"mediaType": "a/b", "digest": "%s", "size": 2},
                "subject": {"mediaType": "%s", "digest": "%s", "size": 2},
                "annotations": {"number": "%d"%s}}""".formatted(TYPE, config, TYPE, SUBJECT, number, text)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String descriptor(int index) {
        return "{\"mediaType\": \"a/b\", \"digest\": \"sha256:%064x\", \"size\": 2}"
                .formatted(index);
    }

    /// One piece after the other, nearly as many bytes as a manifest may have.
    private static byte[] filled(String head, IntFunction<String> piece, String end) {
        var text = new StringBuilder(head);
        for (int i = 1; text.length() < MANIFEST_BYTES_MAX - 1_000; i++) {
            text.append(piece.apply(i));
        }
        text.setLength(text.length() - 1);
        return text.append(end).toString().getBytes(StandardCharsets.UTF_8);
    }
}
