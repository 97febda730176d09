package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The hashes of uploads between two requests, so that bytes are hashed once.
///
/// Bounded: what falls out, what another process began or another algorithm needs, is
/// hashed again from the store. Guarded by its own lock.
final class RunningHashes {
    private static final int HASHES_MAX = 10_000;
    private static final Digest.Algorithm DEFAULT = Digest.Algorithm.SHA256;

    private final BlobStore store;
    private final Map<UploadId, RunningHash> kept = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UploadId, RunningHash> eldest) {
            return size() > HASHES_MAX;
        }
    };

    RunningHashes(BlobStore store) {
        this.store = store;
    }

    /// Says what a new upload will most likely close with.
    void begin(UploadId upload, Digest.Algorithm algorithm) {
        if (algorithm != DEFAULT) {
            put(upload, new RunningHash(algorithm));
        }
    }

    /// What an upload will most likely close with.
    Digest.Algorithm algorithm(UploadId upload) {
        synchronized (kept) {
            var hash = kept.get(upload);
            return hash == null ? DEFAULT : hash.algorithm();
        }
    }

    /// The hash of the `bytes` that are staged, for the caller alone.
    RunningHash take(UploadId upload, Digest.Algorithm algorithm, long bytes, byte[] buffer)
            throws IOException {
        var found = remove(upload);
        if (found.isPresent()
                && found.get().algorithm() == algorithm
                && found.get().bytes() == bytes) {
            return found.get();
        }
        var hash = new RunningHash(algorithm);
        if (bytes > 0) {
            try (var staged = store.openStaged(upload)) {
                hash.updateAll(staged, buffer);
            }
        }
        return hash;
    }

    /// Keeps the hash for the next request. One that has not seen what is staged then is
    /// not used.
    void put(UploadId upload, RunningHash hash) {
        synchronized (kept) {
            kept.put(upload, hash);
        }
    }

    int size() {
        synchronized (kept) {
            return kept.size();
        }
    }

    Optional<RunningHash> remove(UploadId upload) {
        synchronized (kept) {
            return Optional.ofNullable(kept.remove(upload));
        }
    }
}
