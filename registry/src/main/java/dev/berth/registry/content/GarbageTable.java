package dev.berth.registry.content;

import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import dev.berth.oci.Digest;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;

import java.util.Collection;
import java.util.stream.Gatherers;

/// Rows of `garbage`: which memberships to look at, and when.
///
/// A row is a suspicion, never a verdict: whoever takes it looks at the membership, its
/// lease and its references under the membership's lock.
public final class GarbageTable {
    private static final int DIGESTS_PER_STATEMENT = 1_000;

    static final Table<Record> GARBAGE = table(name("garbage"));
    static final Field<Long> REPOSITORY_ID = field(name("garbage", "repository_id"), Long.class);
    static final Field<String> DIGEST = field(name("garbage", "digest"), String.class);
    static final Field<Long> DUE_AT = field(name("garbage", "due_at"), Long.class);

    private GarbageTable() {}

    /// Has a membership looked at when it is `dueAt`, and not before.
    public static void put(Transaction transaction, long repository, Digest digest, long dueAt) {
        transaction
                .sql()
                .insertInto(GARBAGE, REPOSITORY_ID, DIGEST, DUE_AT)
                .values(repository, digest.toString(), dueAt)
                .onConflict(REPOSITORY_ID, DIGEST)
                .doUpdate()
                .set(DUE_AT, excluded(DUE_AT))
                .execute();
    }

    /// Has all memberships of some repositories looked at when it is `dueAt`.
    static void putAll(Transaction transaction, Select<Record1<Long>> repositories, long dueAt) {
        transaction
                .sql()
                .insertInto(GARBAGE, REPOSITORY_ID, DIGEST, DUE_AT)
                .select(transaction
                        .sql()
                        .select(MembershipTable.REPOSITORY_ID, MembershipTable.DIGEST, val(dueAt))
                        .from(MembershipTable.MEMBERSHIP)
                        .where(MembershipTable.REPOSITORY_ID.in(repositories)))
                .onConflict(REPOSITORY_ID, DIGEST)
                .doUpdate()
                .set(DUE_AT, excluded(DUE_AT))
                .execute();
    }

    /// Takes suspicions back.
    public static void delete(
            Transaction transaction, long repository, Collection<Digest> digests) {
        digests.stream()
                .map(Digest::toString)
                .gather(Gatherers.windowFixed(DIGESTS_PER_STATEMENT))
                .forEach(some -> transaction
                        .sql()
                        .deleteFrom(GARBAGE)
                        .where(REPOSITORY_ID.eq(repository), DIGEST.in(some))
                        .execute());
    }
}
