package dev.berth.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.oci.Digest;
import dev.berth.storage.BlobStore;
import dev.berth.storage.BlobStore.StoredBlob;
import dev.berth.storage.StoreFullException;
import dev.berth.storage.UploadId;
import dev.berth.storage.testing.Blobs;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// What is left when the disk fails, fills up, or loses power.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FilesystemFaultsTest {
    private static final String BROKEN = "Input/output error";

    @TempDir
    Path folder;

    private FaultyFiles files;
    private BlobStore store;

    @BeforeEach
    void openStore() throws IOException {
        files = new FaultyFiles(folder);
        store = FilesystemBlobStore.open(files.at(folder));
    }

    @Test
    void a_push_that_fails_at_any_step_leaves_the_blob_whole_or_absent_and_can_be_done_again()
            throws IOException {
        var random = new Random(1);
        int step = 0;
        boolean failed = true;
        while (failed) {
            step++;
            byte[] bytes = bytes(random, 1_000);
            var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
            files.failOnce(step, BROKEN);
            failed = Blobs.fails(() -> Blobs.push(store, bytes));
            files.heal();

            assertThat(store.find(digest).isEmpty() || Blobs.isIntact(store, digest))
                    .as("after step %d failed", step)
                    .isTrue();
            Blobs.push(store, bytes);
            assertThat(Blobs.isIntact(store, digest))
                    .as("after step %d failed", step)
                    .isTrue();
        }
        assertThat(step).isGreaterThan(6);
    }

    @Test
    void a_commit_that_fails_at_any_step_is_completed_by_another_unless_its_bytes_are_lost()
            throws IOException {
        var random = new Random(2);
        int step = 0;
        boolean failed = true;
        while (failed) {
            step++;
            byte[] bytes = bytes(random, 1_000);
            var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
            var id = UploadId.random();
            store.stage(id);
            Blobs.append(store, id, bytes);
            files.failOnce(step, BROKEN);
            failed = Blobs.fails(() -> store.commit(id, digest));
            files.heal();

            if (store.staged(id).isPresent() || store.size(digest).isPresent()) {
                store.commit(id, digest);
                assertThat(Blobs.isIntact(store, digest))
                        .as("after step %d failed", step)
                        .isTrue();
            }
            assertThat(store.staged(id)).isEmpty();
        }
        assertThat(step).isGreaterThan(4);
    }

    @Test
    void bytes_whose_sync_failed_are_never_committed() throws IOException {
        byte[] bytes = bytes(new Random(3), 1_000);
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
        var id = UploadId.random();
        store.stage(id);
        Blobs.append(store, id, bytes);
        files.failOnce(2, BROKEN); // 1 opens, 2 syncs

        assertThatThrownBy(() -> store.commit(id, digest)).hasMessageContaining(BROKEN);

        assertThat(store.staged(id)).isEmpty();
        assertThatThrownBy(() -> store.commit(id, digest)).isInstanceOf(IOException.class);
        assertThat(store.find(digest)).isEmpty();
    }

    @Test
    void a_write_back_that_fails_fails_the_upload() throws IOException {
        var stride = new byte[(int) FileAppender.STRIDE_BYTES];
        var id = UploadId.random();
        store.stage(id);

        assertThatThrownBy(() -> {
                    try (var appender = store.append(id, 0)) {
                        appender.write(stride, 0, stride.length - 1);
                        files.failOnce(2, BROKEN); // 1 writes, 2 syncs
                        appender.write(stride, 0, 1);
                    }
                })
                .hasMessageContaining(BROKEN);

        assertThat(store.staged(id)).isEmpty();
    }

    @Test
    void a_blob_whose_name_was_not_synced_is_not_trusted_by_the_next_push() throws IOException {
        byte[] bytes = bytes(new Random(4), 1_000);
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
        var id = UploadId.random();
        store.stage(id);
        Blobs.append(store, id, bytes);
        files.failOnce(4, BROKEN); // 1 opens, 2 syncs, 3 renames, 4 syncs the folder
        assertThatThrownBy(() -> store.commit(id, digest)).isInstanceOf(IOException.class);
        assertThat(store.size(digest)).isPresent();

        int untrusted = changesOf(() -> Blobs.push(store, bytes));
        int trusted = changesOf(() -> Blobs.push(store, bytes));

        assertThat(untrusted).isGreaterThan(trusted);
        assertThat(Blobs.isIntact(store, digest)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"No space left on device", "Disk quota exceeded", "Read-only file system"})
    void on_a_full_or_read_only_disk_reads_go_on_and_writes_tell_so(String reason)
            throws IOException {
        var random = new Random(5);
        var kept = Blobs.push(store, bytes(random, 1_000));
        byte[] bytes = bytes(random, 1_000);
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
        var id = UploadId.random();
        store.stage(id);
        Blobs.append(store, id, bytes);

        files.failAll(reason);

        assertThatThrownBy(() -> store.check()).isInstanceOf(StoreFullException.class);
        assertThatThrownBy(() -> store.stage(UploadId.random()))
                .isInstanceOf(StoreFullException.class);
        assertThatThrownBy(() -> Blobs.append(store, id, bytes))
                .isInstanceOf(StoreFullException.class);
        assertThatThrownBy(() -> store.commit(id, digest)).isInstanceOf(StoreFullException.class);
        assertThat(Blobs.isIntact(store, kept)).isTrue();
        assertThat(store.find(digest)).isEmpty();

        files.heal();

        store.check();
        store.commit(id, digest);
        assertThat(Blobs.isIntact(store, digest)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2}) // 1 opens, 2 writes
    void a_check_that_finds_the_disk_full_leaves_nothing_behind(int step) {
        files.failOnce(step, "No space left on device");

        assertThatThrownBy(() -> store.check()).isInstanceOf(StoreFullException.class);

        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void a_write_that_finds_the_disk_full_keeps_what_was_staged_before() throws IOException {
        byte[] bytes = bytes(new Random(6), 2_000);
        var id = UploadId.random();
        store.stage(id);
        Blobs.append(store, id, bytes);
        files.failOnce(2, "No space left on device"); // 1 opens, 2 writes

        assertThatThrownBy(() -> Blobs.append(store, id, bytes))
                .isInstanceOf(StoreFullException.class);

        assertThat(store.staged(id).orElseThrow()).isBetween(2_000L, 4_000L);
        store.abort(id);
        assertThat(store.staged(id)).isEmpty();
    }

    @Test
    void power_loss_takes_no_acknowledged_push_and_leaves_no_torn_blob() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var acknowledged = new HashSet<Digest>();
        for (int round = 0; round < 20; round++) {
            pushUntilFailure(random, acknowledged);
            files.losePower(random);
            files.heal();
            store = FilesystemBlobStore.open(files.at(folder));

            assertThat(acknowledged)
                    .as("seed %d, round %d", seed, round)
                    .allSatisfy(this::requireIntact);
            assertThat(store.blobsAfter(Optional.empty(), 10_000))
                    .as("seed %d, round %d", seed, round)
                    .extracting(StoredBlob::digest)
                    .allSatisfy(this::requireIntact);
        }
        assertThat(acknowledged).hasSizeGreaterThan(20);
    }

    /// Pushes new blobs and old ones until a change fails.
    private void pushUntilFailure(Random random, Set<Digest> acknowledged) {
        var again = bytes(random, 500);
        files.failOnce(1 + random.nextInt(100), BROKEN);
        boolean failed = false;
        while (!failed) {
            byte[] bytes =
                    random.nextInt(4) == 0 ? again : bytes(random, 1 + random.nextInt(5_000));
            failed = Blobs.fails(() -> acknowledged.add(Blobs.push(store, bytes)));
        }
        // After a failure pushes go on until the power is gone.
        assertThat(Blobs.fails(() -> acknowledged.add(Blobs.push(store, again))))
                .isFalse();
    }

    private void requireIntact(Digest digest) {
        assertThat(Blobs.isIntact(store, digest)).isTrue();
    }

    private int changesOf(Blobs.Action action) throws IOException {
        int before = files.changes();
        action.run();
        return files.changes() - before;
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
