package dev.berth.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.berth.platform.telemetry.Timer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/// A few connections to PostgreSQL, lent in the order of asking.
///
/// The library's pool alone lends to whoever asks when one comes back: with more callers than
/// connections, some wait a hundred times as long as others. So callers take turns before it.
final class PostgresPool implements AutoCloseable {
    /// The least that the library takes.
    private static final Duration CONNECT_WAIT_MIN = Duration.ofMillis(250);

    private final HikariDataSource connections;
    private final Semaphore turns;
    private final Duration waitMax;
    private final Timer waiting;

    /// @param waitMax for a turn, and for a connection to be opened
    PostgresPool(HikariConfig config, int connectionsMax, Duration waitMax, Timer waiting) {
        config.setMaximumPoolSize(connectionsMax);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(waitMax.toMillis(), CONNECT_WAIT_MIN.toMillis()));
        config.setInitializationFailTimeout(-1);
        this.connections = new HikariDataSource(config);
        this.turns = new Semaphore(connectionsMax, true);
        this.waitMax = waitMax;
        this.waiting = waiting;
    }

    /// What is done with a connection, which is not kept.
    @FunctionalInterface
    interface Use<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Waits for its turn, and runs `use`.
    ///
    /// @throws DatabaseUnavailableException if no turn comes in time
    /// @throws SQLException also if no connection can be opened
    <T> T lend(Use<T> use) throws SQLException {
        long asked = System.nanoTime();
        awaitTurn();
        try (var connection = connections.getConnection()) {
            waiting.recordNanos(System.nanoTime() - asked);
            return use.with(connection);
        } finally {
            turns.release();
        }
    }

    private void awaitTurn() {
        try {
            if (!turns.tryAcquire(waitMax.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new DatabaseUnavailableException(
                        "no connection free within " + waitMax + ": the database is overloaded",
                        null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException(
                    "interrupted while waiting for a connection", interrupted);
        }
    }

    /// Connections without turns, for few and rare callers.
    DataSource unordered() {
        return connections;
    }

    @Override
    public void close() {
        connections.close();
    }
}
