package dev.berth.platform.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a SQLite file needs now and then, on a thread of its own: checkpoints, and a look whether
/// another process has written.
///
/// How it works
///
/// - SQLite would checkpoint inside the commit that fills the log, and make that writer wait for
///   two flushes. Here a *passive* checkpoint runs beside the writers once the log has grown by
///   [#CHECKPOINT_PAGES]; it stops at the oldest reader and takes no lock that a writer needs.
/// - The log starts over only if a writer finds it copied to its last frame. Under writes without a
///   pause that may never be so; past [#RESTART_PAGES] the rest is copied while the writers wait
///   their turn in Java, which takes as long as a few pages and the reads under way.
/// - Another process on the same file (the command line) has no way to tell us what it changed.
///   `pragma data_version` on the write connection says that somebody else has committed; then
///   every cache forgets all it has, at most [#PERIOD] after that commit.
///
/// The thread is a platform thread: SQLite's waits and copies would hold up carriers.
final class SqliteUpkeep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SqliteUpkeep.class);

    static final Duration PERIOD = Duration.ofMillis(250);

    /// 4 MiB of 4 KiB pages.
    static final long CHECKPOINT_PAGES = 1_024;

    /// 64 MiB.
    static final long RESTART_PAGES = 16_384;

    private final SqliteSession session;
    private final SqliteWriter writer;
    private final Runnable onForeignWrite;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private boolean failing;

    private SqliteUpkeep(SqliteSession session, SqliteWriter writer, Runnable onForeignWrite) {
        this.session = session;
        this.writer = writer;
        this.onForeignWrite = onForeignWrite;
        this.thread = Thread.ofPlatform().daemon().name("database-upkeep").unstarted(this::run);
    }

    static SqliteUpkeep start(Path file, SqliteWriter writer, Runnable onForeignWrite)
            throws SQLException {
        var upkeep = new SqliteUpkeep(
                SqliteSession.open(file, SqliteSession.Use.MAINTENANCE), writer, onForeignWrite);
        upkeep.thread.start();
        return upkeep;
    }

    private void run() {
        try {
            while (!stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                turn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            if (writer.otherProcessWrote()) {
                onForeignWrite.run();
            }
            checkpoint();
            failing = false;
        } catch (SQLException | RuntimeException failure) {
            if (!failing) {
                log.atWarn().setCause(failure).log("the upkeep of the database fails");
            }
            failing = true;
        }
    }

    private void checkpoint() throws SQLException {
        var before = LogState.of(session.numbers("pragma wal_checkpoint(noop)"));
        if (before.waiting() < CHECKPOINT_PAGES) {
            return;
        }
        var after = LogState.of(session.numbers("pragma wal_checkpoint(passive)"));
        if (after.pages() >= RESTART_PAGES) {
            writer.whileNobodyWrites(() -> session.numbers("pragma wal_checkpoint(restart)"));
        }
    }

    @Override
    public void close() throws SQLException {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        session.close();
    }

    /// Pages in the log, and how many of them are in the database already.
    private record LogState(long pages, long copied) {
        /// The row that `wal_checkpoint` answers: busy, pages, copied.
        static LogState of(long[] row) {
            return new LogState(row[1], row[2]);
        }

        long waiting() {
            return pages - copied;
        }
    }
}
