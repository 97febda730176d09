package dev.berth.registry.content;

import dev.berth.oci.Digest;
import dev.berth.oci.MediaType;

/// A manifest as it was pushed.
///
/// @param digest under which it was asked for, or under which its tag was pushed
/// @param digestText the text of `digest`, made once
/// @param etag the digest in quotes, as a strong entity tag
/// @param mediaType the `Content-Type` of the push, without parameters
/// @param bytes the exact bytes; shared, so never changed
@SuppressWarnings("ArrayRecordComponent") // Exact bytes are the point; equality is not asked for.
public record StoredManifest(
        Digest digest, String digestText, String etag, MediaType mediaType, byte[] bytes) {
    private static final int FRAME_BYTES = 200;

    public static StoredManifest of(Digest digest, MediaType mediaType, byte[] bytes) {
        var text = digest.toString();
        return new StoredManifest(digest, text, '"' + text + '"', mediaType, bytes);
    }

    /// About how many bytes of memory this takes.
    int weight() {
        return bytes.length + 4 * digestText.length() + mediaType.value().length() + FRAME_BYTES;
    }
}
