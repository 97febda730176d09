package dev.berth.registry.content;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.util.List;
import java.util.Optional;

/// Rows of `tag`: what each tag points to, as the digest under which it was pushed.
public final class TagTable {
    static final String TOPIC = "tag";

    static final Table<Record> TAG = table(name("tag"));
    static final Field<Long> REPOSITORY_ID = field(name("tag", "repository_id"), Long.class);
    static final Field<String> NAME = field(name("tag", "name"), String.class);
    static final Field<String> DIGEST = field(name("tag", "digest"), String.class);
    private static final Field<Long> UPDATED_AT = field(name("tag", "updated_at"), Long.class);

    private TagTable() {}

    /// The key of a tag in caches.
    static String key(long repository, Tag tag) {
        return repository + "/" + tag.value();
    }

    public static Optional<Digest> find(Transaction transaction, long repository, Tag tag) {
        return transaction
                .sql()
                .select(DIGEST)
                .from(TAG)
                .where(REPOSITORY_ID.eq(repository), NAME.eq(tag.value()))
                .fetchOptional(row -> Digest.parse(row.value1()));
    }

    /// Points a tag to `digest`, whether it is new or not; the last writer wins.
    ///
    /// It may go between the two looks at it, as when somebody removes what it points to.
    public static void put(
            Transaction transaction, long repository, Tag tag, Digest digest, long now) {
        boolean put = false;
        while (!put) {
            put = insert(transaction, repository, tag, digest, now)
                    || move(transaction, repository, tag, digest, now);
        }
    }

    private static boolean move(
            Transaction transaction, long repository, Tag tag, Digest digest, long now) {
        transaction.changed(TOPIC, key(repository, tag));
        return transaction
                        .sql()
                        .update(TAG)
                        .set(DIGEST, digest.toString())
                        .set(UPDATED_AT, now)
                        .where(REPOSITORY_ID.eq(repository), NAME.eq(tag.value()))
                        .execute()
                > 0;
    }

    private static boolean insert(
            Transaction transaction, long repository, Tag tag, Digest digest, long now) {
        return transaction
                        .sql()
                        .insertInto(TAG, REPOSITORY_ID, NAME, DIGEST, UPDATED_AT)
                        .values(repository, tag.value(), digest.toString(), now)
                        .onConflictDoNothing()
                        .execute()
                > 0;
    }

    /// False if there was no such tag.
    public static boolean delete(Transaction transaction, long repository, Tag tag) {
        transaction.changed(TOPIC, key(repository, tag));
        return transaction
                        .sql()
                        .deleteFrom(TAG)
                        .where(REPOSITORY_ID.eq(repository), NAME.eq(tag.value()))
                        .execute()
                > 0;
    }

    /// Removes every tag that points to `digest`.
    public static void deleteAll(Transaction transaction, long repository, Digest digest) {
        transaction
                .sql()
                .deleteFrom(TAG)
                .where(REPOSITORY_ID.eq(repository), DIGEST.eq(digest.toString()))
                .returning(NAME)
                .fetch(NAME)
                .forEach(tag -> transaction.changed(TOPIC, key(repository, new Tag(tag))));
    }

    /// At most `limit` tags after `last`, in ASCII order.
    public static List<Tag> after(
            Transaction transaction, long repository, String last, int limit) {
        return transaction
                .sql()
                .select(NAME)
                .from(TAG)
                .where(REPOSITORY_ID.eq(repository), NAME.gt(last))
                .orderBy(NAME)
                .limit(limit)
                .fetch(row -> new Tag(row.value1()));
    }
}
