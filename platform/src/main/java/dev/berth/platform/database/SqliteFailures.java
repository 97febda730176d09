package dev.berth.platform.database;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

import java.sql.SQLException;

/// Which of SQLite's errors mean that the database, and not the SQL, is at fault.
///
/// Source: "Result and Error Codes", sqlite.org/rescode.html; the low byte is the primary code.
final class SqliteFailures {
    private SqliteFailures() {}

    static boolean isUnavailable(@Nullable Throwable failure) {
        return isUnavailable(primary(failure));
    }

    /// No room, or a file that may not be written.
    static boolean isFull(@Nullable Throwable failure) {
        var primary = primary(failure);
        return primary == SQLiteErrorCode.SQLITE_FULL || primary == SQLiteErrorCode.SQLITE_READONLY;
    }

    private static SQLiteErrorCode primary(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return SQLiteErrorCode.getErrorCode(sql.getErrorCode() & 0xff);
            }
        }
        return SQLiteErrorCode.UNKNOWN_ERROR;
    }

    static boolean isBusy(SQLException failure) {
        return (failure.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    @SuppressWarnings("MissingCasesInEnumSwitch")
    private static boolean isUnavailable(SQLiteErrorCode primary) {
        return switch (primary) {
            case SQLITE_BUSY,
                    SQLITE_LOCKED,
                    SQLITE_NOMEM,
                    SQLITE_READONLY,
                    SQLITE_IOERR,
                    SQLITE_CORRUPT,
                    SQLITE_FULL,
                    SQLITE_CANTOPEN,
                    SQLITE_PROTOCOL,
                    SQLITE_NOTADB -> true;
            default -> false;
        };
    }
}
