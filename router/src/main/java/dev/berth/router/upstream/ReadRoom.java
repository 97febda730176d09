package dev.berth.router.upstream;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Room on the heap for answers that are read whole, shared by all calls.
///
/// Most manifests and tokens are small and are not counted. What is larger takes room before it is
/// read, until its reply is closed; who finds none waits for a turn. What is made of an answer
/// meanwhile may be as large again, so the share is small.
///
/// Safe for any thread.
final class ReadRoom {
    /// What an answer may have without being counted.
    static final int SMALL_BYTES = 16 * 1024;

    private static final int HEAP_SHARE = 16;
    private static final int UNIT_BYTES = 1024;

    private final int units;
    private final Semaphore free;

    /// For as many bytes together; a larger answer takes all of it.
    ReadRoom(long bytes) {
        this.units = Math.clamp(bytes / UNIT_BYTES, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /// A share of the heap.
    static ReadRoom ofProcess() {
        return new ReadRoom(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /// Takes room for `bytes`; what is returned is to be given back.
    ///
    /// @throws UpstreamException if there was none for `wait`
    int take(long bytes, Duration wait) throws UpstreamException {
        int wanted = (int) Math.min(units, (bytes / UNIT_BYTES) + 1);
        try {
            if (free.tryAcquire(wanted, wait.toNanos(), TimeUnit.NANOSECONDS)) {
                return wanted;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamException(
                    UpstreamException.Reason.BROKEN, "interrupted while waiting for memory", e);
        }
        throw new UpstreamException(
                UpstreamException.Reason.BUSY, "too many large answers are being read");
    }

    void giveBack(int taken) {
        free.release(taken);
    }
}
