package dev.berth.registry.gc;

import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Drops uploads that nothing came to for a whole lifetime.
public final class ExpireUploads {
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
        var pass = new Pass();
        store.visitStaged(upload -> {
            if (upload.modifiedAt().isBefore(before)) {
                pass.drop(upload.id());
            }
            return true;
        });
        if (pass.failure.isPresent()) {
            throw pass.failure.get();
        }
        return pass.dropped;
    }

    private final class Pass {
        private int dropped;
        private Optional<IOException> failure = Optional.empty();

        void drop(UploadId upload) {
            try {
                store.abort(upload);
                dropped++;
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
    }
}
