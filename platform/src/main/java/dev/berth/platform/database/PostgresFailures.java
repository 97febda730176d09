package dev.berth.platform.database;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;

/// Which of PostgreSQL's errors mean that the server, and not the SQL, is at fault, and which
/// mean that the work may simply run again.
///
/// Source: "PostgreSQL Error Codes", Appendix A of its manual.
final class PostgresFailures {
    /// Connection, resources, operator intervention, system.
    private static final List<String> UNAVAILABLE_CLASSES = List.of("08", "53", "57P", "58");

    /// Cancelled by our own time-out, read-only server, lock not available in time.
    private static final Set<String> UNAVAILABLE = Set.of("57014", "25006", "55P03");

    /// Serialisation failure, deadlock.
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01");

    private static final String DISK_FULL = "53100";

    private PostgresFailures() {}

    /// No room. A server that is read-only is a standby, and soon another one.
    static boolean isFull(@Nullable Throwable failure) {
        var sql = sqlException(failure);
        return sql != null && state(sql).equals(DISK_FULL);
    }

    static boolean isUnavailable(@Nullable Throwable failure) {
        var sql = sqlException(failure);
        if (sql == null) {
            return false;
        }
        var state = state(sql);
        return sql instanceof SQLTransientConnectionException
                || UNAVAILABLE.contains(state)
                || UNAVAILABLE_CLASSES.stream().anyMatch(state::startsWith);
    }

    /// The session is gone, and with it all that was not committed.
    static boolean isBrokenConnection(@Nullable Throwable failure) {
        var sql = sqlException(failure);
        return sql != null
                && !(sql instanceof SQLTransientConnectionException)
                && (state(sql).startsWith("08") || state(sql).startsWith("57P"));
    }

    static boolean isRepeatable(@Nullable Throwable failure) {
        var sql = sqlException(failure);
        return sql != null && REPEATABLE.contains(state(sql));
    }

    private static String state(SQLException failure) {
        var state = failure.getSQLState();
        return state == null ? "" : state;
    }

    private static @Nullable SQLException sqlException(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
