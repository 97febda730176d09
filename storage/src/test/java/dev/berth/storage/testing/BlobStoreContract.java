package dev.berth.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.storage.BlobStore;
import dev.berth.storage.BlobStore.StagedUpload;
import dev.berth.storage.BlobStore.StoredBlob;
import dev.berth.storage.UploadId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// What [BlobStore] promises. Every implementation extends this.
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class BlobStoreContract {
    private static final Digest NEVER_PUSHED = Digest.parse("sha256:" + "0".repeat(64));

    private final Random random = new Random(20261121);

    private BlobStore store;

    /// Opens the backend of this test, as another process would.
    ///
    /// It is empty at the first call, and the same one at every later call.
    protected abstract BlobStore open() throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    @Test
    void a_blob_never_pushed_is_absent() throws IOException {
        assertThat(store.size(NEVER_PUSHED)).isEmpty();
        assertThat(store.find(NEVER_PUSHED)).isEmpty();
        assertThat(store.delete(NEVER_PUSHED)).isFalse();
        assertThat(store.blobsAfter(Optional.empty(), 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 100_001, 3_000_000})
    void committed_bytes_are_found(int size) throws IOException {
        byte[] bytes = bytes(size);

        var digest = Blobs.push(store, bytes);

        assertThat(store.size(digest)).hasValue(size);
        assertThat(Blobs.read(store, digest)).isEqualTo(bytes);
        assertThat(Blobs.read(open(), digest)).isEqualTo(bytes);
    }

    @Test
    void any_range_of_a_blob_can_be_read() throws IOException {
        byte[] bytes = bytes(100_000);
        var blob = store.find(Blobs.push(store, bytes)).orElseThrow();

        assertThat(Blobs.read(blob, 0, 1)).isEqualTo(Arrays.copyOfRange(bytes, 0, 1));
        assertThat(Blobs.read(blob, 70_000, 20_000))
                .isEqualTo(Arrays.copyOfRange(bytes, 70_000, 90_000));
        assertThat(Blobs.read(blob, 99_999, 1))
                .isEqualTo(Arrays.copyOfRange(bytes, 99_999, 100_000));
    }

    @Test
    void an_upload_goes_on_in_another_process_where_it_ended() throws IOException {
        var id = UploadId.random();
        var all = new ByteArrayOutputStream();
        store.stage(id);
        for (int size : new int[] {1, 0, 70_000, 3, 5_000, 1_000_000, 17}) {
            byte[] part = bytes(size);
            Blobs.append(open(), id, part);
            all.write(part);
            assertThat(open().staged(id)).hasValue(all.size());
        }

        try (var staged = open().openStaged(id)) {
            assertThat(staged.readAllBytes()).isEqualTo(all.toByteArray());
        }
        var digest = Digest.of(Digest.Algorithm.SHA512, all.toByteArray());
        open().commit(id, digest);
        assertThat(Blobs.read(store, digest)).isEqualTo(all.toByteArray());
        assertThat(store.staged(id)).isEmpty();
    }

    @Test
    void an_append_may_be_many_writes() throws IOException {
        byte[] bytes = bytes(300_000);
        var id = UploadId.random();
        store.stage(id);
        try (var appender = store.append(id, 0)) {
            for (int i = 0; i < bytes.length; i += 1_000) {
                appender.write(bytes, i, 1_000);
            }
        }
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);

        store.commit(id, digest);

        assertThat(Blobs.read(store, digest)).isEqualTo(bytes);
    }

    @Test
    void a_blob_is_not_there_before_its_commit() throws IOException {
        byte[] bytes = bytes(10_000);
        var id = UploadId.random();
        store.stage(id);
        Blobs.append(store, id, bytes);

        assertThat(store.find(Digest.of(Digest.Algorithm.SHA256, bytes))).isEmpty();
        assertThat(store.blobsAfter(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void a_new_upload_has_no_bytes_and_its_id_is_taken() throws IOException {
        var id = UploadId.random();

        store.stage(id);

        assertThat(open().staged(id)).hasValue(0);
        assertThatThrownBy(() -> store.stage(id)).isInstanceOf(IOException.class);
        assertThat(store.staged(UploadId.random())).isEmpty();
    }

    @Test
    void an_append_at_another_offset_is_refused_and_changes_nothing() throws IOException {
        var id = UploadId.random();
        store.stage(id);
        Blobs.append(store, id, bytes(100));

        for (long offset : new long[] {0, 99, 101}) {
            assertThatThrownBy(() -> store.append(id, offset).close())
                    .isInstanceOf(IOException.class);
        }
        assertThat(store.staged(id)).hasValue(100);
    }

    @Test
    void an_upload_never_staged_takes_nothing() {
        var id = UploadId.random();

        assertThatThrownBy(() -> store.append(id, 0).close()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.openStaged(id).close()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.commit(id, NEVER_PUSHED)).isInstanceOf(IOException.class);
    }

    @Test
    void a_commit_may_be_repeated() throws IOException {
        byte[] bytes = bytes(5_000);
        var id = UploadId.random();
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
        store.stage(id);
        Blobs.append(store, id, bytes);
        store.commit(id, digest);

        open().commit(id, digest);

        assertThat(Blobs.isIntact(store, digest)).isTrue();
    }

    @Test
    void the_staged_bytes_of_a_blob_that_is_there_are_dropped() throws IOException {
        byte[] bytes = bytes(5_000);
        var digest = Blobs.push(store, bytes);

        assertThat(Blobs.push(store, bytes)).isEqualTo(digest);

        assertThat(Blobs.isIntact(store, digest)).isTrue();
        assertThat(Blobs.staged(store)).isEmpty();
    }

    @Test
    void an_aborted_upload_is_gone() throws IOException {
        var id = UploadId.random();
        store.stage(id);
        Blobs.append(store, id, bytes(100_000));

        store.abort(id);
        store.abort(id);

        assertThat(store.staged(id)).isEmpty();
        assertThatThrownBy(() -> store.commit(id, NEVER_PUSHED)).isInstanceOf(IOException.class);
    }

    @Test
    void staged_uploads_are_shown_until_the_visitor_has_seen_enough() throws IOException {
        var ids =
                IntStream.range(0, 7).mapToObj(_ -> UploadId.random()).sorted().toList();
        for (UploadId id : ids) {
            store.stage(id);
            Blobs.append(store, id, bytes(9));
        }

        var all = settled(() -> Blobs.staged(store), 7);
        var some = new ArrayList<StagedUpload>();
        store.visitStaged(upload -> some.add(upload) && some.size() < 4);

        assertThat(all).extracting(StagedUpload::id).isEqualTo(ids);
        assertThat(some).hasSize(4).doesNotHaveDuplicates().isSubsetOf(all);
        assertThat(all).extracting(StagedUpload::size).containsOnly(9L);
    }

    @Test
    void blobs_are_listed_in_pages_in_the_order_of_their_digests() throws IOException {
        var digests = new ArrayList<Digest>();
        for (int i = 0; i < 9; i++) {
            digests.add(Blobs.push(store, bytes(10)));
        }
        byte[] bytes = bytes(10);
        var id = UploadId.random();
        store.stage(id);
        Blobs.append(store, id, bytes);
        digests.add(Digest.of(Digest.Algorithm.SHA512, bytes));
        store.commit(id, digests.getLast());
        digests.sort(null);

        var first = settled(() -> store.blobsAfter(Optional.empty(), 6), 6);
        var second = settled(() -> store.blobsAfter(Optional.of(first.getLast().digest()), 6), 4);

        assertThat(first).extracting(StoredBlob::digest).isEqualTo(digests.subList(0, 6));
        assertThat(second).extracting(StoredBlob::digest).isEqualTo(digests.subList(6, 10));
        assertThat(second).extracting(StoredBlob::size).containsOnly(10L);
    }

    @Test
    void a_deleted_blob_is_gone_and_can_be_pushed_again() throws IOException {
        byte[] bytes = bytes(10_000);
        var digest = Blobs.push(store, bytes);
        var found = store.find(digest).orElseThrow();

        assertThat(store.delete(digest)).isTrue();

        assertThat(store.size(digest)).isEmpty();
        assertThat(store.delete(digest)).isFalse();
        assertThatThrownBy(() -> Blobs.read(found, 0, 1))
                .isInstanceOfSatisfying(
                        OciException.class,
                        e -> assertThat(e.error()).isEqualTo(new OciError.BlobUnknown(digest)));
        Blobs.push(store, bytes);
        store.visitDeleted(deleted -> {
            store.free(deleted);
            return true;
        });
        assertThat(deleted()).isEmpty();
        assertThat(Blobs.isIntact(store, digest)).isTrue();
    }

    @Test
    void a_deletion_can_be_undone_where_the_bytes_are_kept() throws IOException {
        var digest = Blobs.push(store, bytes(10_000));
        store.delete(digest);
        boolean kept = deleted().contains(digest);

        store.restore(digest);
        store.restore(digest);

        assertThat(store.size(digest).isPresent()).isEqualTo(kept);
        assertThat(deleted()).isEmpty();
    }

    @Test
    void what_is_freed_is_not_restored() throws IOException {
        var digest = Blobs.push(store, bytes(10_000));
        store.delete(digest);

        store.free(digest);
        store.free(digest);
        store.restore(digest);

        assertThat(store.size(digest)).isEmpty();
        assertThat(deleted()).isEmpty();
    }

    @Test
    void a_restored_blob_takes_no_place_of_one_pushed_again() throws IOException {
        byte[] bytes = bytes(10_000);
        var digest = Blobs.push(store, bytes);
        store.delete(digest);
        Blobs.push(store, bytes);

        store.restore(digest);

        assertThat(Blobs.isIntact(store, digest)).isTrue();
    }

    private List<Digest> deleted() throws IOException {
        var deleted = new ArrayList<Digest>();
        store.visitDeleted(deleted::add);
        return deleted;
    }

    @Test
    void a_quarantined_blob_is_out_of_reach_and_can_be_pushed_again() throws IOException {
        byte[] bytes = bytes(10_000);
        var digest = Blobs.push(store, bytes);

        store.quarantine(digest);
        store.quarantine(digest);

        assertThat(store.find(digest)).isEmpty();
        assertThat(store.blobsAfter(Optional.empty(), 10)).isEmpty();
        Blobs.push(store, bytes);
        assertThat(Blobs.isIntact(store, digest)).isTrue();
    }

    @Test
    void the_same_blob_can_be_committed_by_many_at_once() throws Exception {
        byte[] bytes = bytes(50_000);
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);

        var pushed = inParallel(16, () -> Blobs.push(open(), bytes));

        assertThat(pushed).containsOnly(digest);
        assertThat(Blobs.isIntact(store, digest)).isTrue();
        assertThat(Blobs.staged(store)).isEmpty();
    }

    @Test
    void many_blobs_can_be_committed_at_once() throws Exception {
        var seeds = new Random(7);

        var pushed = inParallel(64, () -> {
            byte[] bytes = new byte[2_000];
            synchronized (seeds) {
                seeds.nextBytes(bytes);
            }
            return Blobs.push(store, bytes);
        });

        assertThat(pushed)
                .doesNotHaveDuplicates()
                .allMatch(digest -> Blobs.isIntact(store, digest));
    }

    @Test
    void a_blob_is_whole_or_absent_while_it_is_pushed_and_deleted() throws Exception {
        byte[] bytes = bytes(200_000);
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);

        var outcomes = inParallel(24, () -> {
            switch (UploadId.random().uuid().hashCode() & 3) {
                case 0 -> store.delete(digest);
                case 1 -> Blobs.push(store, bytes);
                default -> {
                    try {
                        var found = store.find(digest);
                        return found.isEmpty()
                                || Arrays.equals(Blobs.read(found.get(), 0, bytes.length), bytes);
                    } catch (OciException e) {
                        return e.error().equals(new OciError.BlobUnknown(digest));
                    }
                }
            }
            return true;
        });

        assertThat(outcomes).containsOnly(true);
    }

    @Test
    void a_store_that_can_be_written_to_passes_its_check() throws IOException {
        store.check();

        assertThat(Blobs.staged(store)).isEmpty();
        assertThat(store.size(NEVER_PUSHED)).isEqualTo(OptionalLong.empty());
    }

    /// Asks again until the list has `size` entries, where the backend's lists lag behind.
    protected <T> List<T> settled(Callable<List<T>> list, int size) throws IOException {
        try {
            return list.call();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static <T> List<T> inParallel(int times, Callable<T> action) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, times)
                    .mapToObj(_ -> threads.submit(action))
                    .toList();
            var results = new ArrayList<T>();
            for (var result : running) {
                results.add(result.get());
            }
            return results;
        }
    }
}
