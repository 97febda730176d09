package dev.berth.platform.database;

import org.jooq.tools.jdbc.DefaultConnection;
import org.jooq.tools.jdbc.DefaultPreparedStatement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;

/// A connection that keeps prepared statements for the next use of the same text.
///
/// SQLite has its statements parsed and planned by whoever calls it, which costs more than running
/// most of ours. At most [#KEPT_MAX] are kept, the ones used last. One that is in use is not among
/// them, and one that has failed is closed: SQLite would refuse it the next time.
///
/// Used by one thread at a time, as the connection is.
final class StatementCache extends DefaultConnection {
    private static final int KEPT_MAX = 128;

    private final LinkedHashMap<String, PreparedStatement> kept = new LinkedHashMap<>();

    StatementCache(Connection connection) {
        super(connection);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        var known = kept.remove(sql);
        return new Reusable(sql, known == null ? super.prepareStatement(sql) : known);
    }

    private void keep(String sql, PreparedStatement statement) throws SQLException {
        statement.clearParameters();
        var other = kept.put(sql, statement);
        if (other != null) {
            other.close();
        }
        if (kept.size() > KEPT_MAX) {
            kept.pollFirstEntry().getValue().close();
        }
    }

    @FunctionalInterface
    private interface Execution<T> {
        T run() throws SQLException;
    }

    /// Goes back instead of being closed.
    private final class Reusable extends DefaultPreparedStatement {
        private final String sql;
        private boolean sound = true;
        private boolean returned;

        Reusable(String sql, PreparedStatement statement) {
            super(statement);
            this.sql = sql;
        }

        @Override
        public boolean execute() throws SQLException {
            return watched(super::execute);
        }

        @Override
        public ResultSet executeQuery() throws SQLException {
            return watched(super::executeQuery);
        }

        @Override
        public int executeUpdate() throws SQLException {
            return watched(super::executeUpdate);
        }

        @Override
        public int[] executeBatch() throws SQLException {
            return watched(super::executeBatch);
        }

        private <T> T watched(Execution<T> execution) throws SQLException {
            sound = false;
            var result = execution.run();
            sound = true;
            return result;
        }

        @Override
        public boolean isClosed() throws SQLException {
            return returned || super.isClosed();
        }

        @Override
        public void close() throws SQLException {
            if (returned) {
                return;
            }
            returned = true;
            if (sound && !super.isClosed()) {
                keep(sql, getDelegate());
            } else {
                super.close();
            }
        }
    }
}
