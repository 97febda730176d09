package dev.berth.registry.content;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.oci.Digest;
import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.Table;

import java.util.Optional;

/// Rows of `blob`: which files the store has, or is about to have or to lose.
public final class BlobTable {
    /// Told when a condemned blob is gone.
    public static final String TOPIC = "blob";

    static final Table<Record> BLOB = table(name("blob"));
    static final Field<String> DIGEST = field(name("blob", "digest"), String.class);
    static final Field<Long> SIZE = field(name("blob", "size"), Long.class);
    static final Field<String> STATE = field(name("blob", "state"), String.class);
    static final Field<Long> SINCE = field(name("blob", "since"), Long.class);

    private BlobTable() {}

    /// Where a blob stands between absent and absent.
    public enum State {
        /// Somebody claims that the file will be there; he renews the claim before he puts
        /// it there.
        ARRIVING,
        /// The file is there.
        LIVE,
        /// The file is being removed; then the row goes.
        CONDEMNED
    }

    /// A row; `since` is when it came to its state, or when its claim was renewed.
    public record BlobRow(long size, State state, long since) {}

    public static Optional<BlobRow> find(Transaction transaction, Digest digest) {
        return transaction
                .sql()
                .select(SIZE, STATE, SINCE)
                .from(BLOB)
                .where(DIGEST.eq(digest.toString()))
                .fetchOptional(BlobTable::row);
    }

    /// Adds an `ARRIVING` row; false if there is a row.
    public static boolean insertArriving(
            Transaction transaction, Digest digest, long size, long now) {
        return transaction
                        .sql()
                        .insertInto(BLOB, DIGEST, SIZE, STATE, SINCE)
                        .values(digest.toString(), size, State.ARRIVING.name(), now)
                        .onConflictDoNothing()
                        .execute()
                > 0;
    }

    /// The row, which stays as it is until the transaction ends.
    public static Optional<BlobRow> lock(Transaction transaction, Digest digest) {
        return RowLocks.exclude(
                        transaction,
                        transaction
                                .sql()
                                .select(SIZE, STATE, SINCE)
                                .from(BLOB)
                                .where(DIGEST.eq(digest.toString())))
                .fetchOptional(BlobTable::row);
    }

    private static BlobRow row(Record3<Long, String, Long> row) {
        return new BlobRow(row.value1(), State.valueOf(row.value2()), row.value3());
    }

    /// Makes a row that is still as `seen` an `ARRIVING` one of this size since `now`; false
    /// if it is not.
    public static boolean claim(
            Transaction transaction, Digest digest, BlobRow seen, long size, long now) {
        return transaction
                        .sql()
                        .update(BLOB)
                        .set(STATE, State.ARRIVING.name())
                        .set(SIZE, size)
                        .set(SINCE, now)
                        .where(
                                DIGEST.eq(digest.toString()),
                                STATE.eq(seen.state().name()),
                                SINCE.eq(seen.since()))
                        .execute()
                > 0;
    }

    /// Makes a row that is still as `seen` `LIVE`, and locks it; false if it is not.
    ///
    /// @param seen `ARRIVING` or `LIVE`
    public static boolean settle(Transaction transaction, Digest digest, BlobRow seen, long now) {
        return transaction
                        .sql()
                        .update(BLOB)
                        .set(STATE, State.LIVE.name())
                        .set(SINCE, seen.state() == State.LIVE ? seen.since() : now)
                        .where(
                                DIGEST.eq(digest.toString()),
                                STATE.eq(seen.state().name()),
                                SINCE.eq(seen.since()))
                        .execute()
                > 0;
    }
}
