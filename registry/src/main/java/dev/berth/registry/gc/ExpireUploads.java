package dev.berth.registry.gc;

import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Drops uploads that nothing came to for a whole lifetime.
public final class ExpireUploads {
    private static final int BATCH = 100;

    private final BlobStore store;
    private final Duration lifetime;
    private final Clock clock;

    public ExpireUploads(BlobStore store, Duration lifetime, Clock clock) {
        this.store = store;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /// One pass; how many uploads it dropped.
    ///
    /// @throws IOException if the store refuses; the rest is dropped by a later pass
    public int expire() throws IOException {
        var before = clock.instant().minus(lifetime);
        int dropped = 0;
        Optional<UploadId> after = Optional.empty();
        while (true) {
            var uploads = store.stagedAfter(after, BATCH);
            for (var upload : uploads) {
                if (upload.modifiedAt().isBefore(before)) {
                    store.abort(upload.id());
                    dropped++;
                }
            }
            if (uploads.isEmpty()) {
                return dropped;
            }
            after = Optional.of(uploads.getLast().id());
        }
    }
}
