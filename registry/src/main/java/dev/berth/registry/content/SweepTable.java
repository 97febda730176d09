package dev.berth.registry.content;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import dev.berth.oci.Digest;
import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.BlobTable.State;

import org.jooq.Condition;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;

/// What the garbage collection asks of the tables: it reads what is due, by index.
public final class SweepTable {
    private SweepTable() {}

    /// A membership that may be garbage.
    public record Suspect(long repository, Digest digest) {}

    /// What a pass would end; `bytes` counts a blob once for each repository that drops it.
    public record Estimate(long memberships, long bytes) {}

    /// At most `limit` suspects whose time has come, the longest waiting first.
    public static List<Suspect> due(Transaction transaction, long now, int limit) {
        return transaction
                .sql()
                .select(GarbageTable.REPOSITORY_ID, GarbageTable.DIGEST)
                .from(GarbageTable.GARBAGE)
                .where(GarbageTable.DUE_AT.le(now))
                .orderBy(GarbageTable.DUE_AT)
                .limit(limit)
                .fetch(row -> new Suspect(row.value1(), Digest.parse(row.value2())));
    }

    /// How many suspects' time has come; counts no further than `max`.
    public static int dueCount(Transaction transaction, long now, int max) {
        return transaction
                .sql()
                .selectCount()
                .from(selectOne()
                        .from(GarbageTable.GARBAGE)
                        .where(GarbageTable.DUE_AT.le(now))
                        .limit(max))
                .fetchSingle()
                .value1();
    }

    /// When the first suspect's time comes, or came.
    public static OptionalLong firstDue(Transaction transaction) {
        return transaction
                .sql()
                .select(GarbageTable.DUE_AT)
                .from(GarbageTable.GARBAGE)
                .orderBy(GarbageTable.DUE_AT)
                .limit(1)
                .fetch(GarbageTable.DUE_AT)
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /// Until when a membership is leased, locked against pushes that would refer to it;
    /// empty if there is none.
    public static OptionalLong lockLease(Transaction transaction, long repository, Digest digest) {
        return RowLocks.exclude(
                        transaction,
                        transaction
                                .sql()
                                .select(MembershipTable.LEASE_UNTIL)
                                .from(MembershipTable.MEMBERSHIP)
                                .where(
                                        MembershipTable.REPOSITORY_ID.eq(repository),
                                        MembershipTable.DIGEST.eq(digest.toString())))
                .fetch(MembershipTable.LEASE_UNTIL)
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /// Locks a blob's row against uploads that would make it a member; false if it is not `LIVE`.
    public static boolean lockBlob(Transaction transaction, Digest digest) {
        return RowLocks.exclude(
                        transaction,
                        transaction
                                .sql()
                                .select(BlobTable.DIGEST)
                                .from(BlobTable.BLOB)
                                .where(
                                        BlobTable.DIGEST.eq(digest.toString()),
                                        BlobTable.STATE.eq(State.LIVE.name())))
                .fetch()
                .isNotEmpty();
    }

    /// Condemns a blob that no repository owns.
    ///
    /// The row is locked by a statement of its own: only what is read after that sees the
    /// memberships that whoever held the lock has made.
    public static void condemnIfOwnerless(Transaction transaction, Digest digest, long now) {
        if (lockBlob(transaction, digest)) {
            transaction
                    .sql()
                    .update(BlobTable.BLOB)
                    .set(BlobTable.STATE, State.CONDEMNED.name())
                    .set(BlobTable.SINCE, now)
                    .where(BlobTable.DIGEST.eq(digest.toString()), ownerless())
                    .execute();
        }
    }

    private static Condition ownerless() {
        return notExists(selectOne()
                .from(MembershipTable.MEMBERSHIP)
                .where(MembershipTable.DIGEST.eq(BlobTable.DIGEST)));
    }

    /// Condemns claims not renewed since `before`; how many.
    public static int condemnClaims(Transaction transaction, long before, long now) {
        return transaction
                .sql()
                .update(BlobTable.BLOB)
                .set(BlobTable.STATE, State.CONDEMNED.name())
                .set(BlobTable.SINCE, now)
                .where(
                        BlobTable.STATE.eq(State.ARRIVING.name()),
                        BlobTable.STATE.ne(State.LIVE.name()),
                        BlobTable.SINCE.lt(before))
                .execute();
    }

    /// At most `limit` condemned blobs, the longest waiting first.
    public static List<Digest> condemned(Transaction transaction, int limit) {
        return transaction
                .sql()
                .select(BlobTable.DIGEST)
                .from(BlobTable.BLOB)
                .where(
                        BlobTable.STATE.eq(State.CONDEMNED.name()),
                        BlobTable.STATE.ne(State.LIVE.name()))
                .orderBy(BlobTable.SINCE)
                .limit(limit)
                .fetch(row -> Digest.parse(row.value1()));
    }

    /// The size of a condemned blob, whose row stays locked; empty if it is not condemned.
    public static OptionalLong lockCondemned(Transaction transaction, Digest digest) {
        return RowLocks.exclude(
                        transaction,
                        transaction
                                .sql()
                                .select(BlobTable.SIZE)
                                .from(BlobTable.BLOB)
                                .where(
                                        BlobTable.DIGEST.eq(digest.toString()),
                                        BlobTable.STATE.eq(State.CONDEMNED.name())))
                .fetch(BlobTable.SIZE)
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /// Forgets a blob whose file is gone; whoever waits to push it again is told.
    public static void forget(Transaction transaction, Digest digest) {
        transaction
                .sql()
                .deleteFrom(BlobTable.BLOB)
                .where(
                        BlobTable.DIGEST.eq(digest.toString()),
                        BlobTable.STATE.eq(State.CONDEMNED.name()))
                .execute();
        transaction.changed(BlobTable.TOPIC, digest.toString());
    }

    /// What a pass at `now` would do.
    public static Estimate estimate(Transaction transaction, long now) {
        var expendable = GarbageTable.DUE_AT
                .le(now)
                .and(MembershipTable.LEASE_UNTIL.le(now))
                .and(notExists(selectOne()
                        .from(ReferenceTable.REFERENCE)
                        .where(
                                ReferenceTable.REPOSITORY_ID.eq(GarbageTable.REPOSITORY_ID),
                                ReferenceTable.TARGET.eq(GarbageTable.DIGEST))));
        return transaction
                .sql()
                .select(count(), coalesce(sum(BlobTable.SIZE), BigDecimal.ZERO))
                .from(GarbageTable.GARBAGE)
                .join(MembershipTable.MEMBERSHIP)
                .on(
                        MembershipTable.REPOSITORY_ID.eq(GarbageTable.REPOSITORY_ID),
                        MembershipTable.DIGEST.eq(GarbageTable.DIGEST))
                .join(BlobTable.BLOB)
                .on(BlobTable.DIGEST.eq(GarbageTable.DIGEST))
                .where(expendable)
                .fetchSingle(row -> new Estimate(row.value1(), row.value2().longValue()));
    }
}
