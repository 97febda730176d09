package dev.berth.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.oci.Digest;
import dev.berth.storage.BlobStore;
import dev.berth.storage.BlobStore.StagedUpload;
import dev.berth.storage.BlobStore.StoredBlob;
import dev.berth.storage.testing.Blobs;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Kills a process that pushes, again and again, and looks at what it left.
///
/// `-Dberth.crash.rounds=<n>` asks for more rounds than the build has time for.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FilesystemCrashIT {
    private static final int ROUNDS = Integer.getInteger("berth.crash.rounds", 5);
    private static final int ACKNOWLEDGED_MAX = 60;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void no_acknowledged_push_is_lost_and_no_blob_is_torn() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            var acknowledged = pushUntilKilled(random);

            try (var store = FilesystemBlobStore.open(folder)) {
                assertThat(acknowledged)
                        .as("seed %d, round %d", seed, round)
                        .isNotEmpty()
                        .allMatch(digest -> Blobs.isIntact(store, digest));
                assertThat(store.blobsAfter(Optional.empty(), 10_000))
                        .as("seed %d, round %d", seed, round)
                        .extracting(StoredBlob::digest)
                        .allMatch(digest -> Blobs.isIntact(store, digest));
                clean(store);
            }
        }
    }

    /// What the process had acknowledged, including what it did so while it was being killed.
    private List<Digest> pushUntilKilled(Random random) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PushForever.class.getName(),
                        folder.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var acknowledged = new ArrayList<Digest>();
        int killAfter = 1 + random.nextInt(ACKNOWLEDGED_MAX);
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                acknowledged.add(Digest.parse(line));
                if (acknowledged.size() == killAfter) {
                    process.toHandle().destroyForcibly(); // Leaves the pipe open, to read its rest.
                }
                line = lines.readLine();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    /// Uploads that were cut off can be found and dropped.
    private static void clean(BlobStore store) throws IOException {
        for (StagedUpload upload : Blobs.staged(store)) {
            store.abort(upload.id());
        }
        assertThat(Blobs.staged(store)).isEmpty();
        for (StoredBlob blob : store.blobsAfter(Optional.empty(), 10_000)) {
            assertThat(store.delete(blob.digest())).isTrue();
        }
    }
}
