package dev.berth.platform.database;

import dev.berth.platform.telemetry.Timer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A few read connections to a SQLite file, lent in the order of asking.
final class SqliteReaders implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SqliteReaders.class);

    /// How long closing waits for each that is still lent.
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    private final Path file;
    private final int count;
    private final BlockingQueue<SqliteSession> idle;
    private final Timer waiting;

    SqliteReaders(Path file, int count, Timer waiting) throws SQLException {
        this.file = file;
        this.count = count;
        this.idle = new ArrayBlockingQueue<>(count, true);
        this.waiting = waiting;
        try {
            for (int i = 0; i < count; i++) {
                idle.add(SqliteSession.open(file, SqliteSession.Use.READ));
            }
        } catch (SQLException failure) {
            idle.forEach(SqliteReaders::discard);
            throw failure;
        }
    }

    SqliteSession acquire(Duration wait) {
        long asked = System.nanoTime();
        try {
            var session = idle.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            waiting.recordNanos(System.nanoTime() - asked);
            if (session == null) {
                throw new DatabaseUnavailableException(
                        "no turn to read within " + wait + ": the database is overloaded", null);
            }
            return session;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException(
                    "interrupted while waiting for the turn to read", interrupted);
        }
    }

    /// Ends what the session has begun and lends it on; one that cannot end is replaced.
    void release(SqliteSession session) {
        idle.add(isEnded(session) ? session : replacement(session));
    }

    private static boolean isEnded(SqliteSession session) {
        try {
            session.rollback();
            return true;
        } catch (SQLException failure) {
            log.atWarn().setCause(failure).log("a read did not end; replacing its connection");
            return false;
        }
    }

    /// The broken session itself if there can be no other now: its next use fails and comes back.
    private SqliteSession replacement(SqliteSession broken) {
        try {
            var fresh = SqliteSession.open(file, SqliteSession.Use.READ);
            discard(broken);
            return fresh;
        } catch (SQLException failure) {
            log.atWarn().setCause(failure).log("could not replace a connection");
            return broken;
        }
    }

    /// Closes what is of no use any more.
    private static void discard(SqliteSession session) {
        try {
            session.close();
        } catch (SQLException failure) {
            log.atDebug().setCause(failure).log("a connection did not close");
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            for (int i = 0; i < count; i++) {
                var session = idle.poll(CLOSE_WAIT.toNanos(), TimeUnit.NANOSECONDS);
                if (session != null) {
                    session.close();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
