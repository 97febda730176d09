package dev.berth.registry.content;

import dev.berth.oci.Digest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Says once for each blob that the store does not have what the index promises.
///
/// Such a blob is answered as unknown, so that a client pushes it again, which mends it.
final class LostBlobs {
    private static final Logger log = LoggerFactory.getLogger(LostBlobs.class);
    private static final int REPORTED_MAX = 10_000;

    private final Set<Digest> reported =
            Collections.synchronizedSet(Collections.newSetFromMap(new Bounded()));

    /// @param found what the store has, if anything
    void report(Digest digest, long expectedSize, OptionalLong found) {
        boolean mended = found.isPresent() && found.getAsLong() == expectedSize;
        if (!mended && reported.add(digest)) {
            log.atError()
                    .addKeyValue("digest", digest)
                    .addKeyValue("size", expectedSize)
                    .addKeyValue("found", found.isPresent() ? found.getAsLong() : "nothing")
                    .log("the store lost a blob; pushing it again or fsck --repair mends it");
        }
    }

    private static final class Bounded extends LinkedHashMap<Digest, Boolean> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Boolean> eldest) {
            return size() > REPORTED_MAX;
        }
    }
}
