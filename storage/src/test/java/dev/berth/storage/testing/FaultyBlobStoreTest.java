package dev.berth.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.oci.Digest;
import dev.berth.storage.BlobStore;
import dev.berth.storage.StoreFullException;
import dev.berth.storage.UploadId;
import dev.berth.storage.memory.MemoryBlobStore;
import dev.berth.storage.testing.FaultyBlobStore.Fault;
import dev.berth.storage.testing.FaultyBlobStore.Operation;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Executors;

/// Without rules the faulty store keeps the contract; with rules it breaks it as asked.
class FaultyBlobStoreTest extends BlobStoreContract {
    private static final byte[] BYTES = new byte[1_000];
    private static final Digest DIGEST = Digest.of(Digest.Algorithm.SHA256, BYTES);

    private final FaultyBlobStore store =
            new FaultyBlobStore(new MemoryBlobStore(Clock.systemUTC()));

    @Override
    protected BlobStore open() {
        return store;
    }

    @Test
    void the_chosen_call_fails_and_only_that() throws IOException {
        store.once(Operation.COMMIT, 2, Fault.FAIL);

        Blobs.push(store, BYTES);
        assertThatThrownBy(() -> Blobs.push(store, new byte[] {1})).isInstanceOf(IOException.class);
        Blobs.push(store, new byte[] {1});

        assertThat(store.calls(Operation.COMMIT)).isEqualTo(3);
    }

    @Test
    void a_call_whose_answer_is_lost_was_done() {
        store.once(Operation.COMMIT, 1, Fault.FAIL_AFTERWARDS);

        assertThatThrownBy(() -> Blobs.push(store, BYTES)).isInstanceOf(IOException.class);

        assertThat(Blobs.isIntact(store, DIGEST)).isTrue();
    }

    @Test
    void a_torn_write_leaves_its_first_half() throws IOException {
        var id = UploadId.random();
        store.stage(id);
        store.once(Operation.WRITE, 1, Fault.TEAR);

        assertThatThrownBy(() -> Blobs.append(store, id, BYTES)).isInstanceOf(IOException.class);

        assertThat(store.staged(id)).hasValue(BYTES.length / 2);
    }

    @Test
    void a_full_store_is_full_until_it_is_healed() throws IOException {
        store.always(Operation.STAGE, Fault.FULL);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> Blobs.push(store, BYTES))
                    .isInstanceOf(StoreFullException.class);
        }

        store.heal();

        assertThat(Blobs.push(store, BYTES)).isEqualTo(DIGEST);
    }

    @Test
    void a_stalled_call_waits_until_it_is_released() throws Exception {
        var stall = store.stall(Operation.COMMIT);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var push = threads.submit(() -> Blobs.push(store, BYTES));
            stall.awaitReached();
            assertThat(store.find(DIGEST)).isEmpty();

            stall.release();

            assertThat(push.get()).isEqualTo(DIGEST);
        }
    }

    @Test
    void random_faults_are_the_same_for_the_same_seed() {
        store.sometimes(5, 0.5, Fault.FAIL);
        var other = new FaultyBlobStore(new MemoryBlobStore(Clock.systemUTC()));
        other.sometimes(5, 0.5, Fault.FAIL);

        for (int i = 0; i < 50; i++) {
            assertThat(fails(store)).isEqualTo(fails(other));
        }
    }

    private static boolean fails(BlobStore store) {
        try {
            store.check();
            return false;
        } catch (IOException _) {
            return true;
        }
    }
}
