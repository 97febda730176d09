package dev.berth.platform.database;

import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.SelectForUpdateStep;
import org.jooq.Table;

/// Locks on what a decision rests on, until the transaction ends.
///
/// SQLite has none and needs none: it has one writer, who has everything.
public final class RowLocks {
    private RowLocks() {}

    /// The rows stay as they are; others may lock them so, too.
    public static <R extends Record> ResultQuery<R> share(
            Transaction transaction, SelectForUpdateStep<R> rows, Table<?> locked) {
        return hasNone(transaction) ? rows : rows.forShare().of(locked);
    }

    /// Nobody else may lock the rows.
    public static <R extends Record> ResultQuery<R> exclude(
            Transaction transaction, SelectForUpdateStep<R> rows) {
        return hasNone(transaction) ? rows : rows.forUpdate();
    }

    /// Nobody else may change any row of the table, nor add one; others read on.
    public static void takeTurns(Transaction transaction, Table<?> table) {
        if (!hasNone(transaction)) {
            transaction.sql().execute("lock table {0} in share row exclusive mode", table);
        }
    }

    private static boolean hasNone(Transaction transaction) {
        return transaction.sql().family() == SQLDialect.SQLITE;
    }
}
