package dev.berth.bench.content;

import dev.berth.bench.http.Body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Random;

/// A blob that no other blob equals, of any length, in no memory.
///
/// How it works: 32 bytes that name the blob, then a stretch of one shared random block
/// that begins at a place of its own and runs in circles. Nothing compresses, no file is
/// sparse, and a gigabyte costs as little memory as a kilobyte.
public final class RandomBlob implements Body {
    private static final int STAMP_BYTES = 32;
    private static final int BLOCK_BYTES = 16 * 1024 * 1024;
    private static final int WRITE_BYTES = 1024 * 1024;
    private static final ByteBuffer BLOCK = randomBlock();

    private final ByteBuffer stamp;
    private final long shift;
    private final long length;
    private final String digest;

    private RandomBlob(long series, long number, long length) {
        this.stamp = stamp(series, number, length);
        this.shift = Math.floorMod(series * 31 + number * 4099, (long) BLOCK_BYTES);
        this.length = length;
        this.digest = Sha256.of(this);
    }

    /// Hashes the blob, which takes about a second per gigabyte: not for a timed part.
    ///
    /// @param series which run or purpose
    /// @param number which blob of the series
    public static RandomBlob of(long series, long number, long length) {
        return new RandomBlob(series, number, length);
    }

    /// `sha256:` and 64 digits.
    public String digest() {
        return digest;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
        write(channel, 0, length);
    }

    /// The bytes from `offset`, `size` of them.
    public Body slice(long offset, long size) {
        if (offset < 0 || size < 0 || offset + size > length) {
            throw new IllegalArgumentException(
                    "no bytes %d+%d in %d".formatted(offset, size, length));
        }
        return new Body() {
            @Override
            public long length() {
                return size;
            }

            @Override
            public void writeTo(WritableByteChannel channel) throws IOException {
                write(channel, offset, size);
            }
        };
    }

    private void write(WritableByteChannel channel, long offset, long size) throws IOException {
        long at = offset;
        long end = offset + size;
        while (at < end) {
            ByteBuffer part = part(at, Math.min(end - at, WRITE_BYTES));
            at += part.remaining();
            Body.writeFully(channel, part);
        }
    }

    /// The next bytes in one piece, at most `most`, at least one.
    private ByteBuffer part(long at, long most) {
        if (at < STAMP_BYTES) {
            return stamp.slice((int) at, (int) Math.min(most, STAMP_BYTES - at));
        }
        int start = (int) ((at + shift) % BLOCK_BYTES);
        return BLOCK.slice(start, (int) Math.min(most, BLOCK_BYTES - start));
    }

    private static ByteBuffer stamp(long series, long number, long length) {
        var random = new Random(series * 0x9E3779B97F4A7C15L + number);
        return ByteBuffer.allocate(STAMP_BYTES)
                .putLong(series)
                .putLong(number)
                .putLong(length)
                .putLong(random.nextLong())
                .flip()
                .asReadOnlyBuffer();
    }

    private static ByteBuffer randomBlock() {
        byte[] bytes = new byte[BLOCK_BYTES];
        new Random(42).nextBytes(bytes);
        return ByteBuffer.allocateDirect(BLOCK_BYTES).put(bytes).flip().asReadOnlyBuffer();
    }
}
