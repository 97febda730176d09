package dev.berth.app.crash;

import dev.berth.oci.Digest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one writer may find after a crash, by what was acknowledged to it.
///
/// A writer does one thing at a time, so at most one thing is in doubt: then the state before and
/// the state after are both right, and nothing else is.
///
/// Owned by one writer; read by the checker while the writer is stopped.
final class Expectations {
    private final Map<String, Set<Optional<Digest>>> tags = new HashMap<>();
    private final Map<Digest, byte[]> manifests = new HashMap<>();
    private final Set<Digest> blobs = new HashSet<>();

    /// Says that a tag is about to point to `digest`, or nowhere.
    void attempt(String tag, Optional<Digest> digest) {
        tags.computeIfAbsent(tag, _ -> new HashSet<>(Set.of(Optional.empty()))).add(digest);
    }

    /// Says that the registry acknowledged it.
    void acknowledged(String tag, Optional<Digest> digest) {
        tags.put(tag, new HashSet<>(Set.of(digest)));
    }

    /// Says what was found: from now on it is so.
    void found(String tag, Optional<Digest> digest) {
        acknowledged(tag, digest);
    }

    void manifest(Digest digest, byte[] bytes) {
        manifests.put(digest, bytes);
    }

    void acknowledgedBlob(Digest digest) {
        blobs.add(digest);
    }

    Map<String, Set<Optional<Digest>>> tags() {
        return Map.copyOf(tags);
    }

    /// What a tag points to, if that is certain and not nowhere.
    Optional<Digest> certain(String tag) {
        var allowed = tags.getOrDefault(tag, Set.of());
        return allowed.size() == 1 ? allowed.iterator().next() : Optional.empty();
    }

    /// The blobs acknowledged since the last call.
    Set<Digest> takeBlobs() {
        var taken = Set.copyOf(blobs);
        blobs.clear();
        return taken;
    }

    /// The bytes that were pushed under a digest.
    byte[] bytes(Digest digest) {
        var bytes = manifests.get(digest);
        if (bytes == null) {
            throw new AssertionError("a manifest that nobody pushed: " + digest);
        }
        return bytes;
    }
}
