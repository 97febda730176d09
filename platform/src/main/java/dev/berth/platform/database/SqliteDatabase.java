package dev.berth.platform.database;

import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

/// One SQLite file in WAL mode: one writer, a few readers, one flush for many commits.
///
/// How it works
///
/// - Writers queue in Java ([SqliteWriter]); a transaction commits under that lock, forgets what it
///   changed in the caches, and gives the lock on. Only then does [#write] wait for the flush that
///   all commits of that moment share ([WalBarrier], where the proof is).
/// - Readers have connections of their own and see the last commit; they never wait for a writer.
/// - Checkpoints run beside both ([SqliteUpkeep]).
final class SqliteDatabase implements Database {
    private static final Logger log = LoggerFactory.getLogger(SqliteDatabase.class);

    private final SqliteWriter writer;
    private final SqliteReaders readers;
    private final WalBarrier barrier;
    private final SqliteUpkeep upkeep;
    private final Caches caches;
    private final Duration waitMax;

    private SqliteDatabase(
            SqliteWriter writer,
            SqliteReaders readers,
            WalBarrier barrier,
            SqliteUpkeep upkeep,
            Caches caches,
            Duration waitMax) {
        this.writer = writer;
        this.readers = readers;
        this.barrier = barrier;
        this.upkeep = upkeep;
        this.caches = caches;
        this.waitMax = waitMax;
    }

    static SqliteDatabase open(DatabaseSettings settings, DatabaseMetrics metrics) {
        return open(settings, metrics, WalBarrier::flushOf);
    }

    static SqliteDatabase open(
            DatabaseSettings settings, DatabaseMetrics metrics, WalBarrier.Flush.Opener flush) {
        var file = settings.sqliteFile();
        try {
            Files.createDirectories(settings.directory());
            Migrations.sqlite(file).apply();
            return open(file, settings, metrics, flush);
        } catch (SQLException | IOException failure) {
            throw new DatabaseUnavailableException("cannot open " + file, failure);
        }
    }

    private static SqliteDatabase open(
            Path file,
            DatabaseSettings settings,
            DatabaseMetrics metrics,
            WalBarrier.Flush.Opener flush)
            throws SQLException, IOException {
        var writer = new SqliteWriter(file, settings.waitMax(), metrics.writerWait());
        var barrier = new WalBarrier(flush.open(file), metrics.flush());
        var readers = new SqliteReaders(file, settings.readersMax(), metrics.readerWait());
        var caches = new Caches(() -> true, metrics.caches());
        var upkeep = SqliteUpkeep.start(file, writer, caches::dropAll);
        return new SqliteDatabase(writer, readers, barrier, upkeep, caches, settings.waitMax());
    }

    @Override
    public <T> T read(Work<T> work) {
        var session = readers.acquire(waitMax);
        try {
            session.beginRead();
            try {
                return work.run(new ReadOnlyTransaction(session.sql()));
            } finally {
                session.rollback();
            }
        } catch (SQLException | DataAccessException failure) {
            throw translated(failure);
        } finally {
            readers.release(session);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        var result = writeRelaxed(work);
        try {
            barrier.await(waitMax);
        } catch (IOException failure) {
            throw new DatabaseUnavailableException(
                    "the commit is not known to be durable", failure);
        }
        return result;
    }

    @Override
    public <T> T writeRelaxed(Work<T> work) {
        if (barrier.isBroken()) {
            throw new DatabaseUnavailableException("a flush has failed; restart to recover", null);
        }
        try {
            var session = writer.acquire();
            try {
                return commit(session, work);
            } finally {
                writer.release();
            }
        } catch (SQLException | DataAccessException failure) {
            throw translated(failure);
        }
    }

    private <T> T commit(SqliteSession session, Work<T> work) throws SQLException {
        boolean committed = false;
        writer.begin(session);
        try {
            var changes = new Changes();
            var result = work.run(new RecordingTransaction(session.sql(), changes));
            session.commit();
            committed = true;
            caches.drop(changes);
            return result;
        } finally {
            if (!committed) {
                writer.rollback(session);
            }
        }
    }

    private static RuntimeException translated(Exception failure) {
        if (SqliteFailures.isUnavailable(failure)) {
            return new DatabaseUnavailableException("SQLite: " + failure.getMessage(), failure);
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new DataAccessException("SQLite: " + failure.getMessage(), failure);
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
        return new SqliteWriterDataSource(writer);
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    /// False also after a failed flush: reads go on, writes need a restart.
    @Override
    public boolean answers(Duration deadline) {
        if (barrier.isBroken()) {
            return false;
        }
        try {
            var session = readers.acquire(deadline);
            try {
                return session.numbers("select 1")[0] == 1;
            } finally {
                readers.release(session);
            }
        } catch (SQLException | DatabaseUnavailableException failure) {
            log.atDebug().setCause(failure).log("the database does not answer");
            return false;
        }
    }

    /// How many flushes have served all durable writes so far.
    long flushes() {
        return barrier.flushes();
    }

    @Override
    public void close() {
        caches.close();
        try {
            upkeep.close();
            readers.close();
            barrier.close();
            writer.close();
        } catch (SQLException | IOException failure) {
            log.atWarn().setCause(failure).log("the database did not close cleanly");
        }
    }
}
