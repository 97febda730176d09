package dev.berth.registry.content;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Transaction;
import dev.berth.storage.UploadId;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.util.List;
import java.util.Optional;

/// Rows of `upload`: the sessions whose bytes are staged in the store.
public final class UploadTable {
    private static final Table<Record> UPLOAD = table(name("upload"));
    private static final Field<String> ID = field(name("id"), String.class);
    private static final Field<String> REPOSITORY = field(name("repository"), String.class);
    private static final Field<String> ALGORITHM = field(name("algorithm"), String.class);
    private static final Field<Long> OPENED_AT = field(name("opened_at"), Long.class);
    private static final Field<Long> TOUCHED_AT = field(name("touched_at"), Long.class);

    private UploadTable() {}

    public static void insert(Transaction transaction, UploadRow upload) {
        transaction
                .sql()
                .insertInto(UPLOAD, ID, REPOSITORY, ALGORITHM, OPENED_AT, TOUCHED_AT)
                .values(
                        upload.id().toString(),
                        upload.repository().value(),
                        upload.algorithm().wireName(),
                        upload.touchedAt(),
                        upload.touchedAt())
                .execute();
    }

    public static Optional<UploadRow> find(Transaction transaction, UploadId id) {
        return transaction
                .sql()
                .select(REPOSITORY, ALGORITHM, TOUCHED_AT)
                .from(UPLOAD)
                .where(ID.eq(id.toString()))
                .fetchOptional(row -> new UploadRow(
                        id,
                        new RepositoryName(row.value1()),
                        Digest.Algorithm.parse(row.value2()),
                        row.value3()));
    }

    public static void touch(Transaction transaction, UploadId id, long now) {
        transaction
                .sql()
                .update(UPLOAD)
                .set(TOUCHED_AT, now)
                .where(ID.eq(id.toString()))
                .execute();
    }

    public static void delete(Transaction transaction, UploadId id) {
        transaction.sql().deleteFrom(UPLOAD).where(ID.eq(id.toString())).execute();
    }

    /// At most `limit` sessions that nothing came to since `before`, the oldest first.
    public static List<UploadId> untouched(Transaction transaction, long before, int limit) {
        return transaction
                .sql()
                .select(ID)
                .from(UPLOAD)
                .where(TOUCHED_AT.lt(before))
                .orderBy(TOUCHED_AT)
                .limit(limit)
                .fetch(row -> UploadId.parse(row.value1()));
    }

    /// How many sessions there are; counts no further than `max`.
    public static int count(Transaction transaction, int max) {
        return transaction
                .sql()
                .selectCount()
                .from(selectOne().from(UPLOAD).limit(max))
                .fetchSingle()
                .value1();
    }

    /// An upload session.
    ///
    /// @param algorithm that it will most likely close with
    /// @param touchedAt when bytes last came, give or take a part of its lifetime
    public record UploadRow(
            UploadId id, RepositoryName repository, Digest.Algorithm algorithm, long touchedAt) {}
}
