package dev.berth.platform.database;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/// Brings the schema to the version of this program.
///
/// - The usual start finds nothing to do with one query and does not load Flyway.
/// - Processes that start at once take turns: a lock file beside SQLite, an advisory lock in
///   PostgreSQL.
/// - Each module numbers its files in a range of its own, so they may arrive out of order.
final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private static final Duration LOCK_WAIT = Duration.ofMinutes(2);
    private static final long LOCK_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    /// Any number that nobody else uses: `berth` in ASCII.
    private static final long ADVISORY_LOCK = 0x62_65_72_74_68L;

    private static final String COMMON = "db/migration/common";
    private static final String HISTORY = "flyway_schema_history";

    private final DataSource source;
    private final List<String> folders;
    private final Map<String, String> placeholders;
    private final String historyExists;
    private final Turn turn;

    private Migrations(
            DataSource source,
            List<String> folders,
            Map<String, String> placeholders,
            String historyExists,
            Turn turn) {
        this.source = source;
        this.folders = folders;
        this.placeholders = placeholders;
        this.historyExists = historyExists;
        this.turn = turn;
    }

    static Migrations sqlite(Path file) {
        return sqlite(file, List.of(COMMON, "db/migration/sqlite"));
    }

    static Migrations sqlite(Path file, List<String> folders) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(LOCK_WAIT.toMillis()));
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return new Migrations(
                source,
                folders,
                Map.of("text", "TEXT", "bytes", "BLOB"),
                "select count(*) from sqlite_master where name = '" + HISTORY + "'",
                () -> lock(Path.of(file + ".migration-lock")));
    }

    static Migrations postgres(DataSource source) {
        return postgres(source, List.of(COMMON, "db/migration/postgresql"));
    }

    static Migrations postgres(DataSource source, List<String> folders) {
        return new Migrations(
                source,
                folders,
                Map.of("text", "TEXT COLLATE \"C\"", "bytes", "BYTEA"),
                "select count(*) from pg_class where oid = to_regclass('" + HISTORY + "')",
                () -> lock(source));
    }

    /// @throws SQLException if the database cannot be reached
    void apply() throws SQLException, IOException {
        if (isCurrent()) {
            return;
        }
        try (var _ = turn.take()) {
            if (!isCurrent()) {
                migrate();
            }
        }
    }

    boolean isCurrent() throws SQLException, IOException {
        var bundled = BundledMigrations.versions(folders);
        var applied = new TreeSet<Integer>();
        try (var connection = source.getConnection()) {
            if (historyExists(connection)) {
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery("select version from "
                                + HISTORY
                                + " where success and version is not null")) {
                    while (rows.next()) {
                        applied.add(Integer.parseInt(rows.getString(1)));
                    }
                }
            }
        }
        if (!bundled.containsAll(applied)) {
            applied.removeAll(bundled);
            throw new MigrationException(
                    "the database was last used by a newer Berth (it has migrations %s, which this version does not know): start that version, or restore a backup from before it"
                            .formatted(applied));
        }
        return applied.containsAll(bundled);
    }

    /// Whether any was ever applied; changes nothing.
    boolean areBegun() throws SQLException {
        try (var connection = source.getConnection()) {
            return historyExists(connection);
        }
    }

    private boolean historyExists(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(historyExists)) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }

    private void migrate() {
        long begun = System.nanoTime();
        try {
            var result = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(source)
                    .locations(folders.stream()
                            .map(folder -> "classpath:" + folder)
                            .toArray(String[]::new))
                    .placeholders(placeholders)
                    .outOfOrder(true)
                    .failOnMissingLocations(false)
                    .loggers("slf4j")
                    .load()
                    .migrate();
            log.atInfo()
                    .addKeyValue("migrations", result.migrationsExecuted)
                    .addKeyValue("millis", (System.nanoTime() - begun) / 1_000_000)
                    .log("database schema brought up to date");
        } catch (FlywayException failure) {
            throw new MigrationException(
                    "the database schema could not be brought up to date; nothing was started",
                    failure);
        }
    }

    /// An advisory lock, which ends with its session.
    private static AutoCloseableLock lock(DataSource source) throws SQLException {
        var connection = source.getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute("set lock_timeout = " + LOCK_WAIT.toMillis());
            statement.execute("select pg_advisory_lock(" + ADVISORY_LOCK + ")");
            return connection::close;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /// A lock on a file of its own; the database file must never be opened from Java.
    private static AutoCloseableLock lock(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            long deadline = System.nanoTime() + LOCK_WAIT.toNanos();
            while (tryLock(channel) == null) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException(
                            "another process has been migrating the database for " + LOCK_WAIT);
                }
                LockSupport.parkNanos(LOCK_PAUSE_NANOS);
            }
            return channel::close;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    /// Waits until no other process migrates.
    @FunctionalInterface
    private interface Turn {
        AutoCloseableLock take() throws IOException, SQLException;
    }

    /// Held while migrating.
    @FunctionalInterface
    interface AutoCloseableLock extends AutoCloseable {
        @Override
        void close() throws IOException, SQLException;
    }
}
