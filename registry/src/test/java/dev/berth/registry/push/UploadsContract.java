package dev.berth.registry.push;

import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.part;
import static dev.berth.registry.testing.TestRegistry.refusal;
import static dev.berth.registry.testing.TestRegistry.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.testing.Content;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.RegistrySettings;
import dev.berth.registry.content.Leases;
import dev.berth.registry.content.Owners;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.push.Uploads.UploadLimits;
import dev.berth.registry.testing.Tail;
import dev.berth.registry.testing.TestRegistry;
import dev.berth.storage.UploadId;
import dev.berth.storage.testing.Blobs;
import dev.berth.storage.testing.FaultyBlobStore;
import dev.berth.storage.testing.FaultyBlobStore.Operation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// Source: distribution-spec, "Pushing Blobs"; `oci-registry.md` 1.4, 2.3, 2.4.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class UploadsContract {
    private static final String APP = "team/app";

    private final TestRegistry registry;
    private final Images images = new Images(1);
    private final Content blob = images.blob(3_000);

    UploadsContract(TestDatabases databases) {
        this.registry = TestRegistry.on(databases);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Uploads uploads() {
        return registry.steps().uploads();
    }

    private UploadId open() throws IOException {
        return uploads().open(name(APP));
    }

    private void assertStored(Digest digest, byte[] bytes) throws IOException {
        assertThat(registry.has(APP, digest)).isTrue();
        assertThat(Blobs.read(registry.store(), digest)).isEqualTo(bytes);
    }

    @Test
    void a_blob_in_one_request_is_there_whole() throws Exception {
        registry.pushBlob(APP, blob);

        assertStored(blob.digest(), blob.bytes());
        assertThat(Blobs.staged(registry.store())).isEmpty();
    }

    @Test
    void the_empty_blob_is_a_blob() throws Exception {
        var empty = images.blob(0);

        registry.pushBlob(APP, empty);

        assertStored(empty.digest(), empty.bytes());
    }

    @Test
    void chunks_and_a_last_one_in_the_closing_request_make_the_blob() throws Exception {
        var upload = open();

        assertThat(uploads().append(name(APP), upload, part(blob.bytes(), 0, 1023)))
                .isEqualTo(1024);
        assertThat(uploads().append(name(APP), upload, part(blob.bytes(), 1024, 2047)))
                .isEqualTo(2048);
        uploads().finish(name(APP), upload, blob.digest(), part(blob.bytes(), 2048, 2999));

        assertStored(blob.digest(), blob.bytes());
        assertThat(refusal(() -> uploads().status(name(APP), upload)))
                .isEqualTo(new OciError.BlobUploadUnknown(upload.toString()));
    }

    @Test
    void a_stream_without_place_and_length_is_appended() throws Exception {
        var upload = open();
        var stream = new Chunk(
                Optional.empty(), OptionalLong.empty(), new ByteArrayInputStream(blob.bytes()));

        uploads().append(name(APP), upload, stream);
        uploads().finish(name(APP), upload, blob.digest(), Chunk.EMPTY);

        assertStored(blob.digest(), blob.bytes());
    }

    @Test
    void a_chunk_out_of_order_is_refused_and_the_session_goes_on() throws Exception {
        var upload = open();
        uploads().append(name(APP), upload, part(blob.bytes(), 0, 1023));

        assertThat(refusal(
                        () -> uploads().append(name(APP), upload, part(blob.bytes(), 2048, 2999))))
                .isEqualTo(new OciError.RangeInvalid(1024));
        assertThat(refusal(() -> uploads().append(name(APP), upload, part(blob.bytes(), 0, 1023))))
                .isEqualTo(new OciError.RangeInvalid(1024));
        assertThat(refusal(() -> uploads()
                        .finish(name(APP), upload, blob.digest(), part(blob.bytes(), 2048, 2999))))
                .isEqualTo(new OciError.RangeInvalid(1024));

        assertThat(uploads().status(name(APP), upload)).isEqualTo(1024);
        uploads().append(name(APP), upload, part(blob.bytes(), 1024, 2999));
        uploads().finish(name(APP), upload, blob.digest(), Chunk.EMPTY);
        assertStored(blob.digest(), blob.bytes());
    }

    @Test
    void other_bytes_than_the_digest_says_are_refused_and_end_the_session() throws Exception {
        var other = images.blob(3_000);
        var upload = open();

        assertThat(refusal(() ->
                        uploads().finish(name(APP), upload, blob.digest(), whole(other.bytes()))))
                .isEqualTo(new OciError.DigestMismatch(blob.digest(), other.digest()));

        assertThat(refusal(() -> uploads().status(name(APP), upload)))
                .isInstanceOf(OciError.BlobUploadUnknown.class);
        assertThat(registry.has(APP, blob.digest())).isFalse();
        assertThat(Blobs.staged(registry.store())).isEmpty();
    }

    @Test
    void a_refused_blob_leaves_no_repository() throws Exception {
        var other = images.blob(10);

        assertThat(refusal(
                        () -> uploads().pushWhole(name(APP), blob.digest(), whole(other.bytes()))))
                .isEqualTo(new OciError.DigestMismatch(blob.digest(), other.digest()));
        uploads().cancel(name(APP), open());

        assertThat(registry.catalog()).isEmpty();
        assertThat(Blobs.staged(registry.store())).isEmpty();
    }

    @Test
    void sha512_closes_a_session_that_was_opened_without_a_hint() throws Exception {
        var digest = blob.digest(Digest.Algorithm.SHA512);
        var upload = open();
        uploads().append(name(APP), upload, part(blob.bytes(), 0, 1999));

        uploads().finish(name(APP), upload, digest, part(blob.bytes(), 2000, 2999));

        assertStored(digest, blob.bytes());
    }

    @Test
    void sha512_by_hint() throws Exception {
        var digest = blob.digest(Digest.Algorithm.SHA512);
        var upload = uploads().open(name(APP), Digest.Algorithm.SHA512);
        uploads().append(name(APP), upload, whole(blob.bytes()));

        uploads().finish(name(APP), upload, digest, Chunk.EMPTY);

        assertStored(digest, blob.bytes());
    }

    @Test
    void another_process_goes_on_with_a_session() throws Exception {
        var upload = open();
        uploads().append(name(APP), upload, part(blob.bytes(), 0, 1023));

        var later = registry.restarted().uploads();
        assertThat(later.status(name(APP), upload)).isEqualTo(1024);
        later.append(name(APP), upload, part(blob.bytes(), 1024, 2999));
        later.finish(name(APP), upload, blob.digest(), Chunk.EMPTY);

        assertStored(blob.digest(), blob.bytes());
    }

    @Test
    void what_is_staged_is_read_again_once_after_a_restart_and_never_before() throws Exception {
        var counting = new FaultyBlobStore(registry.store());
        var first = registry.through(counting).uploads();
        var upload = first.open(name(APP));
        first.append(name(APP), upload, part(blob.bytes(), 0, 499));
        first.append(name(APP), upload, part(blob.bytes(), 500, 999));
        assertThat(refusal(() -> first.append(name(APP), upload, part(blob.bytes(), 0, 499))))
                .isEqualTo(new OciError.RangeInvalid(1_000));
        first.append(name(APP), upload, part(blob.bytes(), 1_000, 1_499));
        assertThat(counting.calls(Operation.OPEN_STAGED)).isZero();

        var restarted = registry.through(counting).uploads();
        restarted.append(name(APP), upload, part(blob.bytes(), 1_500, 1_999));
        restarted.append(name(APP), upload, part(blob.bytes(), 2_000, 2_999));
        restarted.finish(name(APP), upload, blob.digest(), Chunk.EMPTY);

        assertThat(counting.calls(Operation.OPEN_STAGED)).isEqualTo(1);
        assertStored(blob.digest(), blob.bytes());
    }

    @Test
    void a_session_is_unknown_through_another_repository() throws Exception {
        var upload = open();
        var unknown = new OciError.BlobUploadUnknown(upload.toString());
        var other = name("team/other");

        assertThat(refusal(() -> uploads().status(other, upload))).isEqualTo(unknown);
        assertThat(refusal(() -> uploads().append(other, upload, whole(blob.bytes()))))
                .isEqualTo(unknown);
        assertThat(refusal(() -> uploads().finish(other, upload, blob.digest(), Chunk.EMPTY)))
                .isEqualTo(unknown);
        assertThat(refusal(() -> uploads().cancel(other, upload))).isEqualTo(unknown);
        assertThat(uploads().status(name(APP), upload)).isZero();
    }

    @Test
    void a_cancelled_session_is_gone() throws Exception {
        var upload = open();

        uploads().cancel(name(APP), upload);

        assertThat(refusal(() -> uploads().status(name(APP), upload)))
                .isInstanceOf(OciError.BlobUploadUnknown.class);
        assertThat(Blobs.staged(registry.store())).isEmpty();
    }

    @Test
    void what_came_before_a_cut_stays_and_the_upload_goes_on_after_it() throws Exception {
        var upload = open();
        var cut = new Chunk(
                Optional.empty(), OptionalLong.of(3_000), Tail.after(blob.bytes(), 1_500, () -> {
                    throw new IOException("cut");
                }));

        assertThatThrownBy(() -> uploads().append(name(APP), upload, cut))
                .isInstanceOf(IOException.class)
                .hasMessage("cut");

        assertThat(uploads().status(name(APP), upload)).isEqualTo(1_500);
        uploads().finish(name(APP), upload, blob.digest(), part(blob.bytes(), 1_500, 2_999));
        assertStored(blob.digest(), blob.bytes());
    }

    @Test
    void a_chunk_shorter_than_it_says_is_refused_and_what_came_stays() throws Exception {
        var upload = open();
        var chunk = new Chunk(
                part(blob.bytes(), 0, 1_023).range(),
                OptionalLong.empty(),
                new ByteArrayInputStream(blob.bytes(), 0, 500));

        assertThat(refusal(() -> uploads().append(name(APP), upload, chunk)))
                .isInstanceOf(OciError.SizeInvalid.class);
        assertThat(uploads().status(name(APP), upload)).isEqualTo(500);
    }

    @Test
    void a_chunk_longer_than_it_says_is_refused() throws Exception {
        var upload = open();
        var chunk = new Chunk(
                part(blob.bytes(), 0, 99).range(),
                OptionalLong.empty(),
                new ByteArrayInputStream(blob.bytes(), 0, 500));

        assertThat(refusal(() -> uploads().append(name(APP), upload, chunk)))
                .isInstanceOf(OciError.SizeInvalid.class);
    }

    @Test
    void two_lengths_that_differ_are_refused_before_a_byte_is_read() throws Exception {
        var upload = open();
        var chunk = new Chunk(
                part(blob.bytes(), 0, 99).range(),
                OptionalLong.of(500),
                Tail.after(blob.bytes(), 0, () -> {
                    throw new AssertionError("read");
                }));

        assertThat(refusal(() -> uploads().append(name(APP), upload, chunk)))
                .isInstanceOf(OciError.SizeInvalid.class);
    }

    @Test
    void a_second_writer_is_refused_while_the_first_is_at_work() throws Exception {
        var impatient = new Uploads(
                registry.database(),
                registry.store(),
                new Repositories(registry.database(), 1, Owners.NONE),
                new Leases(registry.clock(), Duration.ofHours(1)),
                new UploadLimits(10_000, Duration.ofMillis(10)));
        var upload = impatient.open(name(APP));
        var reading = new CountDownLatch(1);
        var refused = new CountDownLatch(1);
        var slow = new Chunk(
                Optional.empty(), OptionalLong.empty(), Tail.after(blob.bytes(), 1_000, () -> {
                    reading.countDown();
                    await(refused);
                }));
        var first = Thread.ofVirtual().start(() -> append(impatient, upload, slow));
        reading.await();

        assertThat(refusal(() -> impatient.append(name(APP), upload, whole(blob.bytes()))))
                .isInstanceOf(OciError.TooManyRequests.class);
        assertThat(refusal(() -> impatient.cancel(name(APP), upload)))
                .isInstanceOf(OciError.TooManyRequests.class);
        assertThat(impatient.status(name(APP), upload)).isEqualTo(1_000);

        refused.countDown();
        first.join();
        assertThat(impatient.status(name(APP), upload)).isEqualTo(1_000);
    }

    @Test
    void who_asks_where_to_go_on_waits_for_what_a_cut_connection_still_brings() throws Exception {
        var upload = open();
        var reading = new CountDownLatch(1);
        var rest = new CountDownLatch(1);
        var late = new SequenceInputStream(
                Tail.after(blob.bytes(), 1_000, () -> {
                    reading.countDown();
                    await(rest);
                }),
                new ByteArrayInputStream(blob.bytes(), 1_000, 500));
        var cut = new Chunk(Optional.empty(), OptionalLong.empty(), late);
        var writer = Thread.ofVirtual().start(() -> append(uploads(), upload, cut));
        reading.await();

        var asked = new CompletableFuture<Long>();
        var asker = Thread.ofPlatform().start(() -> complete(asked, upload));
        while (asker.getState() != Thread.State.TIMED_WAITING && !asked.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(asked).isNotDone();
        rest.countDown();
        writer.join();

        assertThat(asked.join()).isEqualTo(1_500);
    }

    private void complete(CompletableFuture<Long> asked, UploadId upload) {
        try {
            asked.complete(uploads().status(name(APP), upload));
        } catch (IOException | InterruptedException | RuntimeException e) {
            asked.completeExceptionally(e);
        }
    }

    private static void append(Uploads uploads, UploadId upload, Chunk chunk) {
        try {
            uploads.append(name(APP), upload, chunk);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_same_blob_pushed_twice_is_stored_once() throws Exception {
        registry.pushBlob(APP, blob);
        registry.pushBlob("team/other", blob);

        assertThat(registry.has("team/other", blob.digest())).isTrue();
        assertThat(registry.store().blobsAfter(Optional.empty(), 10)).hasSize(1);
        assertThat(Blobs.staged(registry.store())).isEmpty();
    }

    @Test
    void a_push_mends_a_blob_that_the_store_lost() throws Exception {
        registry.pushBlob(APP, blob);
        registry.store().delete(blob.digest());
        assertThat(registry.has(APP, blob.digest())).isFalse();

        registry.pushBlob("team/other", blob);

        assertStored(blob.digest(), blob.bytes());
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// Where blobs may not be larger than 1,000 bytes.
    static final RegistrySettings SMALL = new RegistrySettings(
            1 << 20,
            1_000,
            10,
            100,
            1 << 20,
            Sparse.INDEXES,
            true,
            RegistrySettings.DEFAULTS.lease(),
            RegistrySettings.DEFAULTS.uploadLifetime(),
            1 << 20,
            100);
}
