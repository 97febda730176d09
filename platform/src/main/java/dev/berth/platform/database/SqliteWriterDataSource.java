package dev.berth.platform.database;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

import javax.sql.DataSource;

/// Lends the one write connection to code that brings its own SQL, as plain JDBC.
///
/// A borrowed connection is the turn to write: nobody else writes until it is closed, and it must
/// be closed by the thread that asked. It comes in auto-commit mode, as JDBC says; what is not
/// committed at closing is rolled back.
final class SqliteWriterDataSource implements DataSource {
    private final SqliteWriter writer;

    SqliteWriterDataSource(SqliteWriter writer) {
        this.writer = writer;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var session = writer.acquire();
        session.connection().getConnectionConfig().setAutoCommit(true);
        var closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "close" -> {
                        if (closed.compareAndSet(false, true)) {
                            giveBack(session);
                        }
                        yield null;
                    }
                    case "isClosed" -> closed.get();
                    default -> call(session.connection(), method, arguments);
                });
    }

    private static @Nullable Object call(
            SQLiteConnection connection,
            java.lang.reflect.Method method,
            Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }

    private void giveBack(SqliteSession session) {
        try {
            writer.rollback(session);
            session.connection().getConnectionConfig().setAutoCommit(false);
        } finally {
            writer.release();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("we log with SLF4J");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("see DatabaseSettings.waitMax");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("we log with SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
