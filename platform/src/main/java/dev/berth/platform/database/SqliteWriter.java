package dev.berth.platform.database;

import dev.berth.platform.telemetry.Timer;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The one write connection of a SQLite file, handed out in the order of asking.
///
/// Owned by who holds its lock; [#acquire] and [#release] frame every use. A connection that could
/// not roll back is replaced at the next use.
final class SqliteWriter implements AutoCloseable {
    /// How often we look whether another process has let go of SQLite's own write lock.
    private static final long BUSY_PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    /// Differs from what any connection says.
    private static final long UNKNOWN_VERSION = -1;

    private final Path file;
    private final Duration waitMax;
    private final Timer waiting;
    private final ReentrantLock lock = new ReentrantLock(true);
    private @Nullable SqliteSession session;
    private long dataVersion;

    SqliteWriter(Path file, Duration waitMax, Timer waiting) throws SQLException {
        this.file = file;
        this.waitMax = waitMax;
        this.waiting = waiting;
        this.session = SqliteSession.open(file, SqliteSession.Use.WRITE);
        this.dataVersion = session.dataVersion();
    }

    /// Waits for the turn of the calling thread.
    ///
    /// @throws IllegalStateException if the thread already has it: transactions do not nest
    SqliteSession acquire() throws SQLException {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write inside a write: transactions do not nest");
        }
        long asked = System.nanoTime();
        boolean locked = lockWithin(waitMax);
        waiting.recordNanos(System.nanoTime() - asked);
        if (!locked) {
            throw new DatabaseUnavailableException(
                    "no turn to write within " + waitMax + ": the database is overloaded", null);
        }
        try {
            if (session == null) {
                session = SqliteSession.open(file, SqliteSession.Use.WRITE);
                dataVersion = UNKNOWN_VERSION;
            }
            return session;
        } catch (SQLException | RuntimeException failure) {
            lock.unlock();
            throw failure;
        }
    }

    /// Begins a transaction on the acquired session, waiting for writers in other processes.
    void begin(SqliteSession acquired) throws SQLException {
        long deadline = System.nanoTime() + waitMax.toNanos();
        while (true) {
            try {
                acquired.beginWrite();
                return;
            } catch (SQLException failure) {
                if (!SqliteFailures.isBusy(failure) || System.nanoTime() - deadline > 0) {
                    throw failure;
                }
                LockSupport.parkNanos(BUSY_PAUSE_NANOS);
            }
        }
    }

    /// Undoes what the acquired session has begun; never throws, so that the first failure is told.
    void rollback(SqliteSession acquired) {
        try {
            acquired.rollback();
        } catch (SQLException failure) {
            replace(acquired);
        }
    }

    void release() {
        lock.unlock();
    }

    /// True if another process may have committed since the last call; false if our turn does not
    /// come in time.
    boolean otherProcessWrote() throws SQLException {
        if (!lockWithin(waitMax)) {
            return false;
        }
        try {
            if (session == null) {
                // Without a connection nobody tells us.
                return true;
            }
            long before = dataVersion;
            dataVersion = session.dataVersion();
            return dataVersion != before;
        } finally {
            lock.unlock();
        }
    }

    /// Runs `work` while nobody writes; does nothing if the turn does not come in time.
    void whileNobodyWrites(SqlRunnable work) throws SQLException {
        if (lockWithin(waitMax)) {
            try {
                work.run();
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean lockWithin(Duration wait) {
        try {
            return lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException(
                    "interrupted while waiting for the turn to write", interrupted);
        }
    }

    private void replace(SqliteSession broken) {
        session = null;
        try {
            broken.close();
        } catch (SQLException _) {
            // It is already being replaced for what it failed to do.
        }
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            if (session != null) {
                session.close();
                session = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Work that speaks to SQLite.
    @FunctionalInterface
    interface SqlRunnable {
        void run() throws SQLException;
    }
}
