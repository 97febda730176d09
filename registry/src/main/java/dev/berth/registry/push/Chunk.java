package dev.berth.registry.push;

import dev.berth.oci.ContentRange;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;

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

    /// Checks that this fits to the `offset` bytes that are there, before any of it is
    /// read, and returns how many bytes it may have.
    long admit(long offset, long blobBytesMax) {
        range.filter(place -> place.first() != offset).ifPresent(_ -> {
            throw new OciException(new OciError.RangeInvalid(offset));
        });
        long declared = declared().orElse(0);
        if (range.isPresent() && length.isPresent() && length.getAsLong() != declared) {
            throw refused("Content-Range " + range.get() + " has " + declared
                    + " bytes, but Content-Length says " + length.getAsLong());
        }
        if (declared > blobBytesMax - offset) {
            throw refused("a blob may have " + blobBytesMax + " bytes at most");
        }
        return declared().orElse(blobBytesMax - offset);
    }

    /// Checks that all came that was said to come.
    void requireWhole(long received) {
        long expected = declared().orElse(received);
        if (received != expected) {
            throw refused("of " + expected + " bytes only " + received + " came;"
                    + " ask for the upload's status and go on from there");
        }
    }

    private OptionalLong declared() {
        return range.isPresent() ? OptionalLong.of(range.get().length()) : length;
    }

    private static OciException refused(String reason) {
        return new OciException(new OciError.SizeInvalid(reason));
    }
}
