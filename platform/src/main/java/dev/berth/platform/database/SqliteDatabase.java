package dev.berth.platform.database;

import dev.berth.platform.lifecycle.Resources;
import dev.berth.platform.waiting.Waits;

import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

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
    private static final Set<PosixFilePermission> FOLDER_MODE =
            PosixFilePermissions.fromString("rwxr-x---");
    private static final Set<PosixFilePermission> FILE_MODE =
            PosixFilePermissions.fromString("rw-r-----");

    /// Closed in reverse order: the log's flush before the last connection, which removes the log.
    private final Resources opened;

    private final SqliteWriter writer;
    private final WalBarrier barrier;
    private final SqliteReaders readers;
    private final Caches caches;
    private final Duration waitMax;

    private SqliteDatabase(
            Resources opened,
            DatabaseSettings settings,
            DatabaseMetrics metrics,
            WalBarrier.Flush.Opener flush)
            throws SQLException, IOException {
        this.opened = opened;
        var file = settings.sqliteFile();
        waitMax = settings.waitMax();
        writer = opened.add(new SqliteWriter(file, waitMax, metrics.writerWait()));
        barrier = opened.add(new WalBarrier(flush.open(file), metrics.flush()));
        readers = opened.add(new SqliteReaders(file, settings.readersMax(), metrics.readerWait()));
        caches = opened.add(new Caches(() -> true, metrics.caches()));
        opened.add(SqliteUpkeep.start(file, writer, caches::dropAll));
    }

    static SqliteDatabase open(DatabaseSettings settings, DatabaseMetrics metrics) {
        return open(settings, metrics, WalBarrier::flushOf);
    }

    static SqliteDatabase open(
            DatabaseSettings settings, DatabaseMetrics metrics, WalBarrier.Flush.Opener flush) {
        var opened = new Resources();
        try {
            createDurably(settings.directory().toAbsolutePath());
            createClosed(settings.sqliteFile());
            Migrations.sqlite(settings.sqliteFile()).apply();
            return new SqliteDatabase(opened, settings, metrics, flush);
        } catch (SQLException | IOException failure) {
            close(opened);
            throw new DatabaseUnavailableException("cannot open " + settings.sqliteFile(), failure);
        }
    }

    /// Makes the folder and those above it; what is in a folder that is lost is lost, too.
    static void createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        var parent = directory.getParent();
        if (parent != null) {
            createDurably(parent);
            Files.createDirectories(directory, modes(directory, FOLDER_MODE));
            WalBarrier.flushDirectory(parent);
        }
    }

    /// Makes the file, as the folder may have been there and open; SQLite gives the files
    /// beside it the same mode.
    static void createClosed(Path file) throws IOException {
        try {
            Files.createFile(file, modes(file, FILE_MODE));
        } catch (FileAlreadyExistsException e) {
            // Made by an earlier start, or by another process just now.
        }
    }

    /// Closed to strangers: password hashes and signing keys lie here.
    private static FileAttribute<?>[] modes(Path path, Set<PosixFilePermission> mode) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    @Override
    public <T> T read(Work<T> work) {
        return read(SqliteSession::sql, work);
    }

    @Override
    public <T> T query(Work<T> work) {
        return read(SqliteSession::singleSql, work);
    }

    private <T> T read(Function<SqliteSession, DSLContext> sql, Work<T> work) {
        Waits.begin();
        var session = readers.acquire(waitMax);
        try {
            session.beginRead();
            var transaction = new ReadOnlyTransaction(sql.apply(session));
            return Nesting.reading(() -> work.run(transaction));
        } catch (SQLException | DataAccessException failure) {
            throw translated(failure);
        } finally {
            readers.release(session);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        var result = writeRelaxed(work);
        awaitDurable();
        return result;
    }

    @Override
    public void awaitDurable() {
        Waits.begin();
        try {
            barrier.await(waitMax);
        } catch (IOException failure) {
            throw new DatabaseUnavailableException(
                    "what was committed is not known to be durable", failure);
        }
    }

    @Override
    public <T> T writeRelaxed(Work<T> work) {
        Waits.begin();
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
        if (SqliteFailures.isFull(failure)) {
            return new DatabaseFullException("SQLite: " + failure.getMessage(), failure);
        }
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
        close(opened);
    }

    private static void close(Resources opened) {
        try {
            opened.close();
        } catch (IOException failure) {
            log.atWarn().setCause(failure).log("the database did not close cleanly");
        }
    }
}
