package dev.berth.router.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.berth.oci.Digest;

import java.util.Optional;

/// Manifests by their digest, bounded by bytes; each was hashed before it came in. Thread-safe.
final class ManifestStore {
    /// Key, entry and node, about.
    private static final int ENTRY_BYTES = 300;

    private static final int HEAP_SHARE = 4;

    private final Cache<Digest, Content> manifests;

    /// @param bytesMax taken for a quarter of the heap if it is more
    ManifestStore(long bytesMax) {
        manifests = Caffeine.newBuilder()
                .maximumWeight(Math.min(bytesMax, Runtime.getRuntime().maxMemory() / HEAP_SHARE))
                .weigher((Digest _, Content content) -> ENTRY_BYTES + content.bytes().length)
                .build();
    }

    /// A manifest as it was received.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy per answer would cost.
    record Content(String type, byte[] bytes) {}

    Optional<Content> find(Digest digest) {
        return Optional.ofNullable(manifests.getIfPresent(digest));
    }

    void put(Digest digest, Content content) {
        manifests.put(digest, content);
    }
}
