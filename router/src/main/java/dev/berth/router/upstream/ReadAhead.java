package dev.berth.router.upstream;

import java.util.concurrent.atomic.AtomicLong;

/// How far answers may be read ahead of their readers: far as long as little waits altogether, one
/// chunk when many readers stall.
///
/// Safe for any thread; bytes are counted, not lent.
final class ReadAhead {
    private static final int FAR_BYTES = 256 * 1024;
    private static final int NEAR_BYTES = 32 * 1024;
    private static final long PLENTY_BYTES_MAX = 4 * 1024 * 1024;
    private static final int HEAP_SHARE = 32;

    private final AtomicLong waiting = new AtomicLong();
    private final long plentyBytes;

    /// @param plentyBytes waiting bytes below which nobody need save
    ReadAhead(long plentyBytes) {
        this.plentyBytes = plentyBytes;
    }

    /// For a share of the heap.
    static ReadAhead ofProcess() {
        return new ReadAhead(
                Math.min(PLENTY_BYTES_MAX, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    /// Whether so little waits altogether that nobody need save.
    boolean isPlenty() {
        return waiting.get() < plentyBytes;
    }

    /// How many bytes may wait for one reader now; what is being read comes on top.
    int bytesMax() {
        return isPlenty() ? FAR_BYTES : NEAR_BYTES;
    }

    void arrived(int bytes) {
        waiting.addAndGet(bytes);
    }

    void taken(int bytes) {
        waiting.addAndGet(-bytes);
    }
}
