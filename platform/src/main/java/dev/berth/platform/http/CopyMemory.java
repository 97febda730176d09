package dev.berth.platform.http;

import io.netty.util.internal.PlatformDependent;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory answers hold together until their clients take them.
///
/// Each answer is bounded by its own chunks; this bounds all of them when many clients read
/// slowly. Once an eighth of the memory outside the heap is taken, chunks are small, an answer has
/// one on its way, and its thread stays until it has left. So what comes on top is at most two
/// small chunks for each of `http.requests-max`; encryption at worst doubles all of it.
///
/// Safe for any thread; bytes are counted, not lent.
final class CopyMemory {
    static final int CHUNK_BYTES_MAX = 64 * 1024;
    static final int CHUNKS_IN_FLIGHT_MAX = 4;

    /// Of a stream that is not copied: as many as two chunks, so that threads take half the turns.
    private static final int PIECE_BYTES_MAX = 2 * CHUNK_BYTES_MAX;

    private static final int CHUNK_BYTES_WHEN_SCARCE = 8 * 1024;

    private final AtomicLong taken = new AtomicLong();
    private final long plentyBytes;

    /// @param plentyBytes taken bytes below which nobody need save
    CopyMemory(long plentyBytes) {
        this.plentyBytes = plentyBytes;
    }

    /// For all that this process may take outside the heap.
    static CopyMemory ofProcess() {
        return new CopyMemory(PlatformDependent.maxDirectMemory() / 8);
    }

    private boolean isScarce() {
        return taken.get() >= plentyBytes;
    }

    /// Whether that much may be sent in one piece that nobody waits for.
    boolean allowsAtOnce(int bytes) {
        return bytes <= CHUNK_BYTES_MAX && !isScarce();
    }

    /// The size of a chunk now.
    int chunkBytes() {
        return isScarce() ? CHUNK_BYTES_WHEN_SCARCE : CHUNK_BYTES_MAX;
    }

    /// The most that is sent at one time, now, of what is not copied.
    int pieceBytes() {
        return isScarce() ? CHUNK_BYTES_WHEN_SCARCE : PIECE_BYTES_MAX;
    }

    /// How many chunks an answer may have on its way now.
    int chunksInFlight() {
        return isScarce() ? 1 : CHUNKS_IN_FLIGHT_MAX;
    }

    void take(int bytes) {
        taken.addAndGet(bytes);
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }
}
