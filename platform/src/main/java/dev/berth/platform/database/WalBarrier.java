package dev.berth.platform.database;

import dev.berth.platform.telemetry.Timer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Makes commits of SQLite durable, many with one flush.
///
/// How it works
///
/// A commit with `synchronous=NORMAL` has written its frames to the `-wal` file and not flushed
/// them. [#await] returns when an `fdatasync` of that file that *began after the call* has ended
/// well; one flush at a time runs, and serves all who had called before it began.
///
/// Why a transaction T is then safe from power loss:
///
/// 1. T's frames are still in the log. The flush began after they were written, so they, all frames
///    before them and the header are on the disk. Recovery reads frames in order as far as their
///    chained checksums hold, so it reaches T's commit frame. (The header of a log that starts over
///    is flushed by SQLite itself before the frames after it [2].)
/// 2. Or T was checkpointed meanwhile. In NORMAL mode a checkpoint flushes the log before it copies
///    a page to the database, and flushes the database when it has copied the last frame of the
///    log; only then may a writer start the log over [1, 2]. So T is safe in the log until it is
///    safe in the database.
/// 3. The file that we flush is the one SQLite writes: the `-wal` file is made once and unlinked
///    only by the last connection to close; [SqliteDatabase] opens us after its first connection
///    and closes us before its last. Its directory entry is flushed once, at opening.
/// 4. Later transactions need nothing more: the log has one order, and T's flush covers all that T
///    has read.
///
/// Opening the `-wal` file here is harmless: SQLite's POSIX locks, which a process loses on all its
/// descriptors when it closes any, lie on the database and the `-shm` file, which Java never opens.
///
/// After a failed flush the kernel may have dropped the pages and will call the next flush a
/// success, so there is no next one: the barrier is broken until the process has started again and
/// recovery has read what is really there.
///
/// The flush runs on a thread of its own because an interrupt closes a [FileChannel].
///
/// 1. sqlite.org/wal.html, "Performance Considerations"; `walCheckpoint()` in wal.c
/// 2. `sqlite3WalFrames()`, `walRestartLog()` in wal.c
final class WalBarrier implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WalBarrier.class);

    private final Flush flush;
    private final Timer timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private long flushesBegun;
    private long flushesEnded;
    private long wanted;
    private @Nullable IOException failure;

    /// `flush` makes all that was written before it was called durable.
    WalBarrier(Flush flush, Timer timer) {
        this.flush = flush;
        this.timer = timer;
    }

    /// Flushes the log that lies beside `databaseFile`; its directory entry is durable from here.
    static Flush flushOf(Path databaseFile) throws IOException {
        var wal = Path.of(databaseFile + "-wal");
        flushDirectory(wal.toAbsolutePath().resolveSibling(""));
        var channel = FileChannel.open(wal, StandardOpenOption.WRITE);
        return new Flush() {
            @Override
            public void run() throws IOException {
                channel.force(false);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /// Makes the names in `directory` durable.
    static void flushDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Returns when everything that was written before this call is durable.
    ///
    /// @throws IOException if a flush failed, now or before, or did not end within `deadline`
    void await(Duration deadline) throws IOException {
        long nanosLeft = deadline.toNanos();
        boolean interrupted = false;
        lock.lock();
        try {
            long mine = flushesBegun + 1;
            wanted = mine;
            if (flushesBegun == flushesEnded) {
                begin();
            }
            while (flushesEnded < mine && failure == null && nanosLeft > 0) {
                try {
                    nanosLeft = ended.awaitNanos(nanosLeft);
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (failure != null) {
                throw new IOException("an earlier flush of the log failed", failure);
            }
            if (flushesEnded < mine) {
                throw new IOException("the log was not flushed within " + deadline);
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean isBroken() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    /// How many callers wait now; for tests.
    int waiting() {
        lock.lock();
        try {
            return lock.getWaitQueueLength(ended);
        } finally {
            lock.unlock();
        }
    }

    /// How many flushes have run.
    long flushes() {
        lock.lock();
        try {
            return flushesEnded;
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        flushesBegun++;
        Thread.ofVirtual().name("database-flush").start(this::flushWhileWanted);
    }

    private void flushWhileWanted() {
        boolean again = true;
        while (again) {
            // Stays if the thread is torn down by an error.
            IOException failed = new IOException("the flush was cut short");
            long begun = System.nanoTime();
            try {
                flush.run();
                failed = null;
            } catch (IOException failure) {
                failed = failure;
                log.atError().setCause(failure).log("cannot flush: no writes until a restart");
            } finally {
                timer.recordNanos(System.nanoTime() - begun);
                again = end(failed);
            }
        }
    }

    /// Returns true if another flush has begun.
    private boolean end(@Nullable IOException failed) {
        lock.lock();
        try {
            if (failed != null) {
                failure = failed;
            } else {
                flushesEnded = flushesBegun;
            }
            ended.signalAll();
            if (failure != null || wanted <= flushesEnded) {
                return false;
            }
            flushesBegun++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        flush.close();
    }

    /// A flush of the file.
    interface Flush extends AutoCloseable {
        void run() throws IOException;

        @Override
        default void close() throws IOException {}

        /// Opens the flush of a database's log, which exists.
        @FunctionalInterface
        interface Opener {
            Flush open(Path databaseFile) throws IOException;
        }
    }
}
