package dev.berth.platform.database;

import com.zaxxer.hikari.HikariConfig;

import dev.berth.platform.waiting.Waits;

import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/// A PostgreSQL server that one or many processes share.
///
/// - Reads run on one snapshot (`repeatable read`, read only; a query without a
///   transaction around it), writes in `read committed`: a table class locks the rows
///   whose present value its decision rests on.
/// - A write that lost a deadlock, and work whose connection broke before the commit
///   was sent, runs again, within the time that a caller waits for a connection.
/// - A write that changed what others may have cached returns when they have dropped it
///   ([ChangeFeed]).
final class PostgresDatabase implements Database {
    private static final Logger log = LoggerFactory.getLogger(PostgresDatabase.class);

    private static final Duration RETRY_PAUSE_MIN = Duration.ofMillis(2);
    private static final Duration RETRY_PAUSE_MAX = Duration.ofMillis(200);

    /// Bound while the calling thread is inside of [#write].
    private static final ScopedValue<PostgresDatabase> WRITING = ScopedValue.newInstance();

    private final PostgresPool readers;
    private final PostgresPool writers;
    private final Caches caches;
    private final ChangeFeed feed;
    private final Duration waitMax;
    private final DatabaseMetrics metrics;

    private PostgresDatabase(
            PostgresSource source, DatabaseSettings settings, DatabaseMetrics metrics) {
        this.waitMax = settings.waitMax();
        this.metrics = metrics;
        var lease = new ChangeFeed.Lease();
        this.caches = new Caches(lease::holds, metrics.caches());
        this.feed = new ChangeFeed(source.forFeed(waitMax), caches, lease);
        var writing = config("writer", source.withTimeouts(waitMax));
        this.writers =
                new PostgresPool(writing, settings.writersMax(), waitMax, metrics.writerWait());
        var readOnly = source.withTimeouts(waitMax);
        // Of the session, not of the transactions that the driver begins: a query has none.
        readOnly.setReadOnlyMode("always");
        var reading = config("reader", readOnly);
        reading.setReadOnly(true);
        reading.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        this.readers =
                new PostgresPool(reading, settings.readersMax(), waitMax, metrics.readerWait());
    }

    static PostgresDatabase open(DatabaseSettings settings, DatabaseMetrics metrics) {
        var source = PostgresSource.of(settings);
        try {
            Migrations.postgres(source.unlimited()).apply();
        } catch (SQLException | IOException failure) {
            throw new DatabaseUnavailableException("cannot open " + source, failure);
        }
        var database = new PostgresDatabase(source, settings, metrics);
        database.feed.start();
        return database;
    }

    /// Whether there are tables of ours; makes none.
    static boolean exists(DatabaseSettings settings) {
        var source = PostgresSource.of(settings);
        try {
            return Migrations.postgres(source.unlimited()).areBegun();
        } catch (SQLException failure) {
            throw new DatabaseUnavailableException("cannot open " + source, failure);
        }
    }

    private static HikariConfig config(String name, DataSource source) {
        var config = new HikariConfig();
        config.setPoolName("database-" + name);
        config.setDataSource(source);
        return config;
    }

    @Override
    public <T> T read(Work<T> work) {
        Waits.begin();
        return repeatedly(() -> readers.lend(connection -> read(connection, work)));
    }

    private static <T> T read(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        var sql = DSL.using(connection, SQLDialect.POSTGRES, Sql.SETTINGS);
        boolean done = false;
        try {
            var transaction = new ReadOnlyTransaction(sql);
            var result = Nesting.reading(() -> work.run(transaction));
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack(connection);
            }
        }
    }

    @Override
    public <T> T query(Work<T> work) {
        Waits.begin();
        return repeatedly(() -> readers.lend(connection -> query(connection, work)));
    }

    private static <T> T query(Connection connection, Work<T> work) {
        var single = new SingleStatement(connection);
        var sql = DSL.using(single, SQLDialect.POSTGRES, Sql.SETTINGS);
        return Nesting.reading(() -> work.run(new ReadOnlyTransaction(sql)));
    }

    @Override
    public <T> T write(Work<T> work) {
        return write(work, Durability.FLUSHED);
    }

    @Override
    public <T> T writeRelaxed(Work<T> work) {
        return write(work, Durability.RELAXED);
    }

    /// PostgreSQL shows no commit before it is flushed, unless the commit asked not to be.
    @Override
    public void awaitDurable() {}

    private <T> T write(Work<T> work, Durability durability) {
        Waits.begin();
        if (WRITING.isBound() && WRITING.get().equals(this)) {
            throw new IllegalStateException("a write inside a write: transactions do not nest");
        }
        var done = ScopedValue.where(WRITING, this)
                .call(() -> repeatedly(
                        () -> writers.lend(connection -> write(connection, work, durability))));
        if (done.others().exist()) {
            long committed = System.nanoTime();
            done.others().await();
            metrics.announcement().recordNanos(System.nanoTime() - committed);
        }
        return done.result();
    }

    private <T> Done<T> write(Connection connection, Work<T> work, Durability durability)
            throws SQLException {
        connection.setAutoCommit(false);
        boolean committing = false;
        try {
            if (durability == Durability.RELAXED) {
                execute(connection, "set local synchronous_commit to off");
            }
            var sql = DSL.using(connection, SQLDialect.POSTGRES, Sql.SETTINGS);
            var changes = new Changes();
            var result = work.run(new RecordingTransaction(sql, changes));
            var others = feed.announce(connection, changes);
            committing = true;
            commit(connection, changes, others);
            return new Done<>(result, others);
        } finally {
            if (!committing) {
                rollBack(connection);
            }
        }
    }

    /// After a failure here nobody knows whether it happened: caches forget to be safe, and the
    /// work does not run again.
    private void commit(Connection connection, Changes changes, ChangeFeed.Others others)
            throws SQLException {
        boolean committed = false;
        try {
            connection.commit();
            committed = true;
        } catch (SQLException failure) {
            if (PostgresFailures.isUnavailable(failure)) {
                throw new DatabaseUnavailableException(
                        "PostgreSQL did not answer the commit: " + failure.getMessage(), failure);
            }
            throw failure;
        } finally {
            caches.drop(changes);
            if (!committed) {
                others.forget();
            }
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /// Runs `once` again while it fails for no fault of its own and the caller may still wait.
    private <T> T repeatedly(Once<T> once) {
        long deadline = System.nanoTime() + waitMax.toNanos();
        long pause = RETRY_PAUSE_MIN.toNanos();
        while (true) {
            try {
                return once.run();
            } catch (SQLException | DataAccessException failure) {
                boolean late = System.nanoTime() + pause - deadline > 0;
                if (late || !mayRunAgain(failure)) {
                    throw translated(failure);
                }
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause));
            pause = Math.min(pause * 2, RETRY_PAUSE_MAX.toNanos());
        }
    }

    private static boolean mayRunAgain(Exception failure) {
        return PostgresFailures.isRepeatable(failure)
                || PostgresFailures.isBrokenConnection(failure);
    }

    private static RuntimeException translated(Exception failure) {
        if (PostgresFailures.isFull(failure)) {
            return new DatabaseFullException("PostgreSQL: " + failure.getMessage(), failure);
        }
        if (PostgresFailures.isUnavailable(failure)) {
            return new DatabaseUnavailableException("PostgreSQL: " + failure.getMessage(), failure);
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new DataAccessException("PostgreSQL: " + failure.getMessage(), failure);
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            // The pool throws the connection away; the first failure is on its way to the caller.
            log.atDebug().setCause(failure).log("could not roll back");
        }
    }

    @Override
    public <V> ExactCache<V> cache(String topic, long entriesMax) {
        return caches.create(topic, entriesMax);
    }

    @Override
    public <V> ExactCache<V> cache(String topic, long bytesMax, Weigher<V> weigher) {
        return caches.create(topic, bytesMax, weigher);
    }

    @Override
    public void onChange(String topic, ChangeListener listener) {
        caches.listen(topic, listener);
    }

    @Override
    public DataSource dataSource() {
        return writers.unordered();
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public boolean answers(Duration deadline) {
        var question = new FutureTask<>(this::select1);
        Thread.ofVirtual().name("database-answers").start(question);
        try {
            return question.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            log.atDebug().setCause(failure).log("the database does not answer");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        question.cancel(true);
        return false;
    }

    private boolean select1() throws SQLException {
        try (var connection = readers.unordered().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select 1")) {
            return rows.next();
        }
    }

    @Override
    public void close() {
        feed.close();
        caches.close();
        readers.close();
        writers.close();
    }

    private enum Durability {
        FLUSHED,
        RELAXED
    }

    @FunctionalInterface
    private interface Once<T> {
        T run() throws SQLException;
    }

    /// A committed write, and the processes that have yet to hear of it.
    private record Done<T>(T result, ChangeFeed.Others others) {}
}
