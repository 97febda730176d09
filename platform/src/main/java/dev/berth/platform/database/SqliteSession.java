package dev.berth.platform.database;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

import java.nio.file.Path;
import java.sql.SQLException;

/// One connection to the SQLite file. Used by one thread at a time.
///
/// Transactions are begun and ended by our own SQL: the driver's `commit()` begins the next one at
/// once, and in immediate mode that would keep the write lock. So the driver is told that it is
/// not in auto-commit mode, which makes it add nothing of its own.
final class SqliteSession implements AutoCloseable {
    /// A backstop: our own processes wait in Java, because SQLite waits by sleeping in native code,
    /// which holds up the carrier of every virtual thread that comes along.
    private static final int BUSY_MILLIS = 20;

    /// For the checkpoint thread, which carries nobody.
    private static final int BUSY_MILLIS_MAINTENANCE = 1_000;

    /// 128 MiB of 4 KiB pages: only if the checkpoint thread is dead.
    private static final int AUTOCHECKPOINT_PAGES = 32_768;

    private static final int CACHE_KIB = 4_096;

    enum Use {
        WRITE,
        READ,
        MAINTENANCE
    }

    private final SQLiteConnection connection;
    private final StatementCache statements;
    private final DSLContext sql;

    private SqliteSession(SQLiteConnection connection) {
        this.connection = connection;
        this.statements = new StatementCache(connection);
        this.sql = DSL.using(statements, SQLDialect.SQLITE, Sql.SETTINGS);
    }

    static SqliteSession open(Path file, Use use) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(use == Use.MAINTENANCE ? BUSY_MILLIS_MAINTENANCE : BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(-CACHE_KIB);
        config.setGetGeneratedKeys(false);
        var connection = (SQLiteConnection) config.createConnection("jdbc:sqlite:" + file);
        var session = new SqliteSession(connection);
        session.execute("pragma wal_autocheckpoint=" + AUTOCHECKPOINT_PAGES);
        if (use == Use.READ) {
            session.execute("pragma query_only=on");
        }
        connection.getConnectionConfig().setAutoCommit(false);
        return session;
    }

    DSLContext sql() {
        return sql;
    }

    /// For one statement.
    DSLContext singleSql() {
        return DSL.using(new SingleStatement(statements), SQLDialect.SQLITE, Sql.SETTINGS);
    }

    SQLiteConnection connection() {
        return connection;
    }

    /// A snapshot from the first statement on.
    void beginRead() throws SQLException {
        execute("begin");
    }

    /// Takes SQLite's write lock.
    void beginWrite() throws SQLException {
        execute("begin immediate");
    }

    void commit() throws SQLException {
        execute("commit");
    }

    /// Ends the transaction if SQLite has not already done so, as it may on a full disk.
    void rollback() throws SQLException {
        try {
            execute("rollback");
        } catch (SQLException failure) {
            if (!String.valueOf(failure.getMessage()).contains("no transaction is active")) {
                throw failure;
            }
        }
    }

    /// Changes whenever another connection than this one has committed.
    long dataVersion() throws SQLException {
        return numbers("pragma data_version")[0];
    }

    /// The numbers in the first row of the answer.
    long[] numbers(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var row = new long[rows.getMetaData().getColumnCount()];
            for (int column = 0; rows.next() && column < row.length; column++) {
                row[column] = rows.getLong(column + 1);
            }
            return row;
        }
    }

    private void execute(String statement) throws SQLException {
        connection.getDatabase().exec(statement, false);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
