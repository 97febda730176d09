package dev.berth.platform.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How much memory the requests take together whose bodies are read whole.
///
/// A body that may have more than [#UNCOUNTED_BYTES] takes room before it is read, and keeps it
/// until its request is answered: what is made of a body, as of JSON, is several times as large.
/// Who finds no room waits for his turn, and is then told to come back. Most manifests and forms
/// are small and never wait; `http.requests-max` bounds them.
///
/// Safe for any thread.
final class BodyMemory {
    static final int UNCOUNTED_BYTES = 16 * 1024;

    private static final int HEAP_SHARE = 32;
    private static final int UNIT_BYTES = 1024;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int units;
    private final Semaphore free;
    private final Duration turnWait;
    private final HttpEvents events;

    /// For as many bytes of all bodies together; a larger one takes all of it.
    BodyMemory(long bytes, Duration turnWait, HttpEvents events) {
        this.units = Math.clamp(bytes / UNIT_BYTES, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
        this.turnWait = turnWait;
        this.events = events;
    }

    /// A share of the heap.
    static BodyMemory ofProcess(HttpEvents events) {
        return new BodyMemory(
                Runtime.getRuntime().maxMemory() / HEAP_SHARE, Duration.ofSeconds(10), events);
    }

    /// Takes room for a body of at most `bytes`; what is returned is to be given back.
    ///
    /// @throws HttpException with [HttpProblem.Unavailable] if there was none for too long
    int take(long bytes) throws InterruptedIOException {
        if (bytes <= UNCOUNTED_BYTES) {
            return 0;
        }
        int wanted = (int) Math.min(units, (bytes / UNIT_BYTES) + 1);
        try {
            if (free.tryAcquire(wanted, turnWait.toMillis(), TimeUnit.MILLISECONDS)) {
                return wanted;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for memory");
        }
        events.limitReached(ServerLimit.BODY_MEMORY);
        throw new HttpException(
                new HttpProblem.Unavailable("too many large bodies at once", RETRY_AFTER));
    }

    void giveBack(int taken) {
        free.release(taken);
    }
}
