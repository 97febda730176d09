package dev.berth.storage.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;
import dev.berth.storage.testing.BlobStoreContract;
import dev.berth.storage.testing.Blobs;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/// The contract on a backend without rename and append, whose lists lag and which often says
/// no.
class ObjectStoreBlobStoreTest extends BlobStoreContract {
    private final SimulatedObjectStore objects = new SimulatedObjectStore(3, 0.2);

    @Override
    protected BlobStore open() {
        return new ObjectStoreBlobStore(objects);
    }

    @Override
    protected <T> List<T> settled(Callable<List<T>> list, int size) throws IOException {
        for (int i = 0; i < 50; i++) {
            var found = super.settled(list, size);
            if (found.size() == size) {
                return found;
            }
        }
        return super.settled(list, size);
    }

    @Test
    void nothing_is_left_of_an_upload_that_is_committed_or_aborted() throws IOException {
        var store = open();
        for (int size : new int[] {0, 10, 64 * 1024, 1_000_000}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            var aborted = UploadId.random();
            store.stage(aborted);
            Blobs.append(store, aborted, bytes);

            Blobs.push(store, bytes);
            store.abort(aborted);
        }

        assertThat(objects.leftovers("uploads/")).isEmpty();
        assertThat(objects.leftovers("blobs/")).hasSize(4);
    }

    @Test
    void a_commit_goes_on_where_it_stopped() throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
        for (int calls = 1; ; calls++) {
            var id = UploadId.random();
            open().stage(id);
            Blobs.append(open(), id, bytes);
            objects.stopAfter(calls);
            boolean stopped = Blobs.fails(() -> open().commit(id, digest));
            objects.stopAfter(Integer.MAX_VALUE);
            assertThat(open().find(digest).isEmpty() || Blobs.isIntact(open(), digest))
                    .isTrue();

            open().commit(id, digest);

            assertThat(Blobs.isIntact(open(), digest))
                    .as("stopped after %d calls", calls)
                    .isTrue();
            assertThat(objects.leftovers("uploads/")).isEmpty();
            open().delete(digest);
            if (!stopped) {
                assertThat(calls).isGreaterThan(10);
                return;
            }
        }
    }
}
