package dev.berth.registry.push;

import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.refusal;
import static dev.berth.registry.testing.TestRegistry.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.testing.Content;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.RegistrySettings;
import dev.berth.registry.content.BlobTable;
import dev.berth.registry.content.SweepTable;
import dev.berth.registry.gc.CollectGarbage;
import dev.berth.registry.testing.TestRegistry;
import dev.berth.storage.BlobStore;
import dev.berth.storage.testing.Blobs;
import dev.berth.storage.testing.FaultyBlobStore;
import dev.berth.storage.testing.FaultyBlobStore.Fault;
import dev.berth.storage.testing.FaultyBlobStore.Operation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// What is promised to a client outlives the sweeper. Source: design, decision 7.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class LeasesContract {
    private static final String APP = "team/app";
    private static final Duration LEASE = RegistrySettings.DEFAULTS.lease();

    private final TestRegistry registry;
    private final Images images = new Images(3);
    private final Content blob = images.blob(500);

    LeasesContract(TestDatabases databases) {
        this.registry = TestRegistry.on(databases);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private void sweepAfter(Duration time) throws Exception {
        registry.clock().advance(time);
        registry.sweep();
    }

    @Test
    void a_blob_that_no_manifest_names_goes_when_its_lease_ends() throws Exception {
        registry.pushBlob(APP, blob);

        sweepAfter(LEASE.minusSeconds(1));
        assertThat(registry.has(APP, blob.digest())).isTrue();

        sweepAfter(Duration.ofSeconds(2));
        assertThat(registry.has(APP, blob.digest())).isFalse();
        assertThat(registry.store().size(blob.digest())).isEmpty();
    }

    @Test
    void a_head_gives_a_new_lease() throws Exception {
        registry.pushBlob(APP, blob);
        registry.clock().advance(LEASE.minusSeconds(1));

        registry.steps().openBlob().hold(name(APP), blob.digest());

        sweepAfter(LEASE.minusSeconds(1));
        assertThat(registry.has(APP, blob.digest())).isTrue();
        sweepAfter(Duration.ofSeconds(2));
        assertThat(registry.has(APP, blob.digest())).isFalse();
    }

    @Test
    void a_head_of_a_blob_just_collected_is_refused() throws Exception {
        registry.pushBlob(APP, blob);
        registry.steps().openBlob().hold(name(APP), blob.digest());
        sweepAfter(LEASE.plusSeconds(1));

        assertThat(refusal(() -> registry.steps().openBlob().hold(name(APP), blob.digest())))
                .isEqualTo(new OciError.BlobUnknown(blob.digest()));
    }

    @Test
    void a_blob_that_a_manifest_names_stays() throws Exception {
        var image = images.image(2);
        registry.push(APP, "v1", image);

        sweepAfter(LEASE.multipliedBy(3));

        for (var named : image.blobs()) {
            assertThat(registry.has(APP, named.digest())).isTrue();
        }
    }

    @Test
    void the_blobs_of_a_deleted_manifest_stay_for_a_lease() throws Exception {
        var image = images.image(1);
        registry.push(APP, "v1", image);
        registry.clock().advance(LEASE.multipliedBy(3));
        registry.delete(APP, image.manifest().digest().toString());

        sweepAfter(LEASE.minusSeconds(1));
        registry.pushManifest(APP, "again", image.manifest());
        sweepAfter(LEASE.multipliedBy(3));
        assertThat(registry.has(APP, image.config().digest())).isTrue();

        registry.delete(APP, image.manifest().digest().toString());
        sweepAfter(LEASE.plusSeconds(1));
        assertThat(registry.has(APP, image.config().digest())).isFalse();
    }

    @Test
    void a_blob_that_two_manifests_name_outlives_one_of_them() throws Exception {
        var image = images.image(1);
        registry.push(APP, "v1", image);
        var artifact = images.artifact(image.manifest().descriptor());
        var twin = images.artifact(image.manifest().descriptor());
        registry.push(APP, "one", artifact);
        registry.push(APP, "two", twin);

        registry.delete(APP, artifact.manifest().digest().toString());
        sweepAfter(LEASE.plusSeconds(1));

        assertThat(registry.has(APP, twin.config().digest())).isTrue();
        assertThat(registry.has(APP, artifact.layers().getFirst().digest())).isFalse();
    }

    @Test
    void a_push_of_a_condemned_blob_waits_until_it_is_gone() throws Exception {
        registry.pushBlob(APP, blob);
        registry.clock().advance(LEASE.plusSeconds(1));
        registry.steps().deleteBlob().delete(name(APP), blob.digest());
        registry.database().write(transaction -> {
            SweepTable.condemnIfOwnerless(transaction, blob.digest(), 0);
            return true;
        });

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var push = threads.submit(() -> {
                registry.pushBlob(APP, blob);
                return true;
            });
            registry.sweep();
            assertThat(push.get()).isTrue();
        }

        assertThat(registry.has(APP, blob.digest())).isTrue();
        assertThat(Blobs.isIntact(registry.store(), blob.digest())).isTrue();
    }

    @Test
    void a_push_of_a_blob_that_goes_and_is_claimed_again_meanwhile_brings_its_own_bytes()
            throws Exception {
        registry.pushBlob(APP, blob);
        registry.steps().deleteBlob().delete(name(APP), blob.digest());
        var slow = new FaultyBlobStore(registry.store());
        var seen = slow.stallAfterwards(Operation.SIZE);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var push = threads.submit(() -> pushThrough(slow));
            seen.awaitReached();
            registry.sweep();
            claimAndDie();
            seen.release();
            assertThat(push.get()).isTrue();
        }

        assertThat(registry.has(APP, blob.digest())).isTrue();
        assertThat(Blobs.isIntact(registry.store(), blob.digest())).isTrue();
    }

    @Test
    void a_push_whose_file_went_and_whose_blob_is_claimed_again_is_refused() throws Exception {
        var slow = new FaultyBlobStore(registry.store());
        var stored = slow.stallAfterwards(Operation.COMMIT);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var push = threads.submit(() -> pushThrough(slow));
            stored.awaitReached();
            sweepAfter(Duration.ofHours(2));
            claimAndDie();
            stored.release();
            assertThatThrownBy(push::get).hasMessageContaining("push it again");
        }

        assertThat(registry.has(APP, blob.digest())).isFalse();
    }

    @Test
    void a_file_that_cannot_be_removed_keeps_no_other_one() throws Exception {
        var other = images.blob(400);
        registry.pushBlob(APP, blob);
        registry.pushBlob(APP, other);
        registry.clock().advance(LEASE.plusSeconds(1));
        var stubborn = new FaultyBlobStore(registry.store());
        stubborn.once(Operation.DELETE, 1, Fault.FAIL);
        var collect = new CollectGarbage(registry.database(), stubborn, registry.clock());

        assertThatThrownBy(collect::collect).isInstanceOf(IOException.class);
        assertThat(stored(blob, other)).isEqualTo(1);

        registry.sweep();
        assertThat(stored(blob, other)).isZero();
    }

    @Test
    void nobody_waits_while_the_room_of_a_large_blob_is_given_back() throws Exception {
        registry.pushBlob(APP, blob);
        registry.clock().advance(LEASE.plusSeconds(1));
        var slow = new FaultyBlobStore(registry.store());
        var freeing = slow.stall(Operation.FREE);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sweep = threads.submit(() -> collectThrough(slow));
            freeing.awaitReached();
            registry.pushBlob(APP, images.blob(400));
            registry.pushBlob(APP, blob);
            assertThat(sweep.isDone()).isFalse();
            freeing.release();
            assertThat(sweep.get()).isEqualTo(1);
        }

        assertThat(registry.has(APP, blob.digest())).isTrue();
        assertThat(Blobs.isIntact(registry.store(), blob.digest())).isTrue();
        assertThat(kept()).isEmpty();
    }

    @Test
    void what_a_sweeper_left_out_of_reach_the_next_one_frees() throws Exception {
        registry.pushBlob(APP, blob);
        registry.clock().advance(LEASE.plusSeconds(1));
        var stubborn = new FaultyBlobStore(registry.store());
        stubborn.once(Operation.FREE, 1, Fault.FAIL);

        assertThatThrownBy(() -> collectThrough(stubborn)).isInstanceOf(IOException.class);
        assertThat(kept()).containsExactly(blob.digest());

        registry.sweep();
        assertThat(kept()).isEmpty();
    }

    /// A sweeper that stood still until its lock was gone, and then takes the file.
    @Test
    void a_file_that_was_taken_from_a_live_blob_is_put_back() throws Exception {
        registry.pushBlob(APP, blob);
        registry.store().delete(blob.digest());

        registry.sweep();

        assertThat(registry.has(APP, blob.digest())).isTrue();
        assertThat(Blobs.isIntact(registry.store(), blob.digest())).isTrue();
    }

    @Test
    void a_file_that_was_taken_from_a_push_that_has_not_ended_is_put_back_when_it_has()
            throws Exception {
        var slow = new FaultyBlobStore(registry.store());
        var stored = slow.stallAfterwards(Operation.COMMIT);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var push = threads.submit(() -> pushThrough(slow));
            stored.awaitReached();
            registry.store().delete(blob.digest());
            registry.sweep();
            assertThat(kept()).containsExactly(blob.digest());
            stored.release();
            assertThat(push.get()).isTrue();
        }
        registry.sweep();

        assertThat(Blobs.isIntact(registry.store(), blob.digest())).isTrue();
        assertThat(kept()).isEmpty();
    }

    private long collectThrough(BlobStore store) throws IOException {
        return new CollectGarbage(registry.database(), store, registry.clock())
                .collect()
                .blobs();
    }

    private List<Digest> kept() throws IOException {
        var kept = new ArrayList<Digest>();
        registry.store().visitDeleted(kept::add);
        return kept;
    }

    private int stored(Content... blobs) throws IOException {
        int stored = 0;
        for (var each : blobs) {
            stored += registry.store().size(each.digest()).isPresent() ? 1 : 0;
        }
        return stored;
    }

    private boolean pushThrough(BlobStore store) throws Exception {
        registry.through(store).uploads().pushWhole(name(APP), blob.digest(), whole(blob.bytes()));
        return true;
    }

    /// As a process that was killed before it had put the file there.
    private void claimAndDie() {
        boolean claimed = registry.database()
                .write(transaction -> BlobTable.insertArriving(
                        transaction, blob.digest(), blob.bytes().length, 0));
        assertThat(claimed).isTrue();
    }

    /// Pushers and a sweeper meet over few blobs, which are garbage as soon as they are deleted. A
    /// push that others overtake with a push, a delete and a sweep of the same blob is refused.
    @Test
    void an_acknowledged_push_under_sweeps_is_there_whole() throws Exception {
        var blobs = List.of(images.blob(100), images.blob(100), images.blob(100));
        List<Callable<Integer>> work = new ArrayList<>();
        for (int pusher = 0; pusher < 4; pusher++) {
            var random = new Random(pusher);
            work.add(() -> pushAndDelete(blobs, random));
        }
        work.add(() -> {
            for (int sweep = 0; sweep < 60; sweep++) {
                registry.sweep();
            }
            return 0;
        });

        int acknowledged = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(work)) {
                acknowledged += done.get();
            }
        }

        assertThat(acknowledged).isGreaterThan(60);
        for (var each : blobs) {
            registry.pushBlob(APP, each);
            assertThat(Blobs.isIntact(registry.store(), each.digest())).isTrue();
        }
    }

    private int pushAndDelete(List<Content> blobs, Random random) throws Exception {
        int kept = 0;
        for (int round = 0; round < 30; round++) {
            var mine = "team/" + Thread.currentThread().threadId() + "-" + round;
            var each = blobs.get(random.nextInt(blobs.size()));
            try {
                registry.steps()
                        .uploads()
                        .pushWhole(name(mine), each.digest(), whole(each.bytes()));
            } catch (IOException refused) {
                assertThat(refused).hasMessageContaining("push it again");
                continue;
            }
            if (!registry.has(mine, each.digest())) {
                throw new AssertionError("acknowledged and not there: " + each.digest());
            }
            delete(mine, each);
            kept++;
        }
        return kept;
    }

    private void delete(String repository, Content each) {
        try {
            registry.steps().deleteBlob().delete(name(repository), each.digest());
        } catch (OciException refused) {
            throw new AssertionError("gone before its lease: " + each.digest(), refused);
        }
    }
}
