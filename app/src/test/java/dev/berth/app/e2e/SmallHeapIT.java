package dev.berth.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
