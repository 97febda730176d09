package dev.berth.platform.database;

import dev.berth.platform.telemetry.Timer;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A few read connections to a SQLite file, lent in the order of asking.
final class SqliteReaders implements AutoCloseable {
    private final List<SqliteSession> all = new ArrayList<>();
    private final BlockingQueue<SqliteSession> idle;
    private final Timer waiting;

    SqliteReaders(Path file, int count, Timer waiting) throws SQLException {
        this.waiting = waiting;
        idle = new ArrayBlockingQueue<>(count, true);
        try {
            for (int i = 0; i < count; i++) {
                all.add(SqliteSession.open(file, SqliteSession.Use.READ));
            }
        } catch (SQLException failure) {
            close();
            throw failure;
        }
        idle.addAll(all);
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

    void release(SqliteSession session) {
        idle.add(session);
    }

    @Override
    public void close() throws SQLException {
        for (var session : all) {
            session.close();
        }
    }
}
