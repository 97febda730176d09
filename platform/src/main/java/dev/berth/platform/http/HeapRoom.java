package dev.berth.platform.http;

import dev.berth.platform.waiting.Waits;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Room on the heap for large things of one kind, shared by all requests.
///
/// - *Bodies* that are read whole take room before they are read, until the request is answered;
///   so a body that took some must come at a pace ([BodyInput#hurry]), and not just make progress;
///   answers that may be large take it while they are built. What lies behind either, as JSON and
///   rows, is several times as large, so both shares are small. Who finds no room waits for a turn.
/// - *Answers* that are written in chunks take room until their client has them. They are there
///   already, so nobody waits: without room they are dropped.
///
/// Who gets no room is told to come back, and counted. What is small is not counted;
/// `http.requests-max` bounds it.
///
/// Safe for any thread.
final class HeapRoom {
    private static final int UNIT_BYTES = 1024;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /// Manifests and forms are mostly smaller.
    private static final int SMALL_BYTES = 16 * 1024;

    private static final Duration TURN_WAIT = Duration.ofSeconds(10);

    private final int units;
    private final int smallBytes;
    private final Semaphore free;
    private final Duration turnWait;
    private final ServerLimit limit;
    private final HttpEvents events;

    /// For as many bytes together; a larger thing takes all of it.
    HeapRoom(long bytes, int smallBytes, Duration turnWait, ServerLimit limit, HttpEvents events) {
        this.units = Math.clamp(bytes / UNIT_BYTES, 1, Integer.MAX_VALUE);
        this.smallBytes = smallBytes;
        this.free = new Semaphore(units, true);
        this.turnWait = turnWait;
        this.limit = limit;
        this.events = events;
    }

    /// For bodies that are read whole.
    static HeapRoom ofBodies(HttpEvents events) {
        return new HeapRoom(heap() / 32, SMALL_BYTES, TURN_WAIT, ServerLimit.BODY_MEMORY, events);
    }

    /// For answers while they are built.
    static HeapRoom ofBuilding(HttpEvents events) {
        return new HeapRoom(heap() / 32, SMALL_BYTES, TURN_WAIT, ServerLimit.ANSWER_MEMORY, events);
    }

    /// For answers while they are sent.
    static HeapRoom ofSending(HttpEvents events) {
        return new HeapRoom(
                heap() / 8,
                CopyMemory.CHUNK_BYTES_MAX,
                Duration.ZERO,
                ServerLimit.ANSWER_MEMORY,
                events);
    }

    private static long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    /// Takes room for at most `bytes`; what is returned is to be given back.
    ///
    /// @throws HttpException with [HttpProblem.Unavailable] if there was none for too long
    int take(long bytes) throws InterruptedIOException {
        if (bytes <= smallBytes) {
            return 0;
        }
        if (turnWait.isPositive()) {
            Waits.begin();
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
        events.limitReached(limit);
        throw new HttpException(new HttpProblem.Unavailable(
                "too much memory is in use for large requests and answers", RETRY_AFTER));
    }

    void giveBack(int taken) {
        free.release(taken);
    }
}
