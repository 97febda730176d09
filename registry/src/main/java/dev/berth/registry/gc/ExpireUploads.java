package dev.berth.registry.gc;

import dev.berth.storage.BlobStore;

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
    /// @throws IOException if the store refuses; one that it cannot drop keeps no other one
    public int expire() throws IOException {
        var before = clock.instant().minus(lifetime);
        int dropped = 0;
        Optional<IOException> failure = Optional.empty();
        var uploads = store.stagedAfter(Optional.empty(), BATCH);
        while (!uploads.isEmpty()) {
            for (var upload : uploads) {
                if (upload.modifiedAt().isBefore(before)) {
                    try {
                        store.abort(upload.id());
                        dropped++;
                    } catch (IOException e) {
                        failure = Optional.of(e);
                    }
                }
            }
            uploads = store.stagedAfter(Optional.of(uploads.getLast().id()), BATCH);
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return dropped;
    }
}
