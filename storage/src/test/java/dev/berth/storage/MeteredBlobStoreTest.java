package dev.berth.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.platform.telemetry.Metrics;
import dev.berth.storage.filesystem.FilesystemBlobStore;
import dev.berth.storage.memory.MemoryBlobStore;
import dev.berth.storage.testing.BlobStoreContract;
import dev.berth.storage.testing.Blobs;
import dev.berth.storage.testing.FaultyBlobStore;
import dev.berth.storage.testing.FaultyBlobStore.Fault;
import dev.berth.storage.testing.FaultyBlobStore.Operation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

class MeteredBlobStoreTest extends BlobStoreContract {
    private final Metrics metrics = new Metrics();
    private final FaultyBlobStore inner =
            new FaultyBlobStore(new MemoryBlobStore(Clock.systemUTC()));
    private final BlobStore store = new MeteredBlobStore(inner, metrics);

    @Override
    protected BlobStore open() {
        return store;
    }

    @AfterEach
    void closeMetrics() {
        metrics.close();
    }

    @Test
    void calls_are_counted_by_operation_and_outcome() throws IOException {
        Blobs.push(store, new byte[100]);
        inner.once(Operation.COMMIT, 1, Fault.FAIL);
        assertThatThrownBy(() -> Blobs.push(store, new byte[50])).isInstanceOf(IOException.class);
        inner.once(Operation.COMMIT, 1, Fault.FULL);
        assertThatThrownBy(() -> Blobs.push(store, new byte[50]))
                .isInstanceOf(StoreFullException.class);

        assertThat(scraped())
                .contains(
                        "berth_storage_operation_seconds_count{operation=\"commit\",outcome=\"done\"} 1",
                        "berth_storage_operation_seconds_count{operation=\"commit\",outcome=\"failed\"} 1",
                        "berth_storage_operation_seconds_count{operation=\"commit\",outcome=\"full\"} 1",
                        "berth_storage_appended_bytes_total 200");
    }

    @Test
    void a_file_of_the_store_within_is_handed_on_as_a_file(@TempDir Path folder)
            throws IOException {
        try (var files = new MeteredBlobStore(FilesystemBlobStore.open(folder), metrics)) {
            var digest = Blobs.push(files, new byte[100]);

            assertThat(files.find(digest)).get().isInstanceOf(BlobBytes.LocalFile.class);
        }
    }

    private String scraped() throws IOException {
        var out = new ByteArrayOutputStream();
        metrics.write(out);
        return out.toString(UTF_8);
    }
}
