package dev.berth.registry.push;

import dev.berth.oci.ContentRange;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Bytes for an upload, as a request brings them.
///
/// @param range where they belong; empty means at the end of what is there
/// @param length how many there are, if the request said so
/// @param bytes read once, to its end, by whoever gets the chunk; not closed
public record Chunk(Optional<ContentRange> range, OptionalLong length, InputStream bytes) {
    public static final Chunk EMPTY =
            new Chunk(Optional.empty(), OptionalLong.of(0), InputStream.nullInputStream());
}
