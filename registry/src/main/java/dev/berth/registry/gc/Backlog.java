package dev.berth.registry.gc;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.SweepTable;
import dev.berth.storage.BlobStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// How much waits: garbage that is due, and uploads that have not come to an end.
///
/// How it works: [#lengths] answers at once with what was read last, and has it read again in the
/// background when that is some seconds old. So metrics are answered while the database is away.
/// Reading goes by index and counts no further than [#GARBAGE_MAX] and [#UPLOADS_MAX].
public final class Backlog {
    public static final int GARBAGE_MAX = 10_000;

    /// What an object store lists in one request.
    public static final int UPLOADS_MAX = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    private static final Duration FRESH_FOR = Duration.ofSeconds(5);
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final Database database;
    private final BlobStore store;
    private final Clock clock;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile Lengths last;
    private volatile long readNanos;

    /// Reads once.
    ///
    /// @throws DatabaseUnavailableException if the database cannot be reached
    /// @throws IOException if the store cannot
    public Backlog(Database database, BlobStore store, Clock clock) throws IOException {
        this.database = database;
        this.store = store;
        this.clock = clock;
        this.last = read();
        this.readNanos = System.nanoTime();
    }

    /// What waits.
    ///
    /// @param dueGarbage memberships to be looked at by the next pass
    /// @param delaySeconds how long the oldest of them has waited
    /// @param uploads on their way in
    public record Lengths(int dueGarbage, long delaySeconds, int uploads) {}

    /// As it was a few seconds ago.
    public Lengths lengths() {
        boolean stale = System.nanoTime() - readNanos > FRESH_FOR.toNanos();
        if (stale && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("backlog").start(this::readAgain);
        }
        return last;
    }

    private void readAgain() {
        try {
            last = read();
        } catch (DatabaseUnavailableException | IOException failure) {
            log.atDebug().setCause(failure).log("cannot tell what waits");
        } finally {
            readNanos = System.nanoTime();
            reading.set(false);
        }
    }

    private Lengths read() throws IOException {
        int uploads = countUploads();
        return database.read(transaction -> read(transaction, uploads));
    }

    private int countUploads() throws IOException {
        var counted = new AtomicInteger();
        store.visitStaged(_ -> counted.incrementAndGet() < UPLOADS_MAX);
        return counted.get();
    }

    private Lengths read(Transaction transaction, int uploads) {
        long now = Micros.of(clock.instant());
        long first = SweepTable.firstDue(transaction).orElse(now);
        return new Lengths(
                SweepTable.dueCount(transaction, now, GARBAGE_MAX),
                Math.max(0, now - first) / MICROS_PER_SECOND,
                uploads);
    }
}
