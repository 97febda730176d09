package dev.berth.registry.content;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import dev.berth.oci.Digest;
import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;

/// Rows of `repository_blob`: which blobs a repository owns, and how long without a reason.
public final class MembershipTable {
    static final String TOPIC = "membership";

    /// As many digests go into one statement; databases allow 32,766 values and more.
    private static final int DIGESTS_PER_STATEMENT = 1_000;

    static final Table<Record> MEMBERSHIP = table(name("repository_blob"));
    static final Field<Long> REPOSITORY_ID =
            field(name("repository_blob", "repository_id"), Long.class);
    static final Field<String> DIGEST = field(name("repository_blob", "digest"), String.class);
    static final Field<Long> LEASE_UNTIL =
            field(name("repository_blob", "lease_until"), Long.class);

    private MembershipTable() {}

    /// A blob that a repository owns and that can be served.
    ///
    /// @param needed whether a manifest of the repository names it
    public record Membership(long size, long leaseUntil, boolean needed) {}

    /// The key of a membership in caches.
    static String key(long repository, Digest digest) {
        return repository + "/" + digest;
    }

    /// Empty also while the blob is not `LIVE`.
    public static Optional<Membership> find(
            Transaction transaction, long repository, Digest digest) {
        var needed = field(exists(ReferenceTable.to(repository, digest)));
        return transaction
                .sql()
                .select(BlobTable.SIZE, LEASE_UNTIL, needed)
                .from(MEMBERSHIP)
                .join(BlobTable.BLOB)
                .on(BlobTable.DIGEST.eq(DIGEST))
                .where(
                        REPOSITORY_ID.eq(repository),
                        DIGEST.eq(digest.toString()),
                        BlobTable.STATE.eq(BlobTable.State.LIVE.name()))
                .fetchOptional(row -> new Membership(row.value1(), row.value2(), row.value3()));
    }

    /// Makes `digest` a member, at least until `leaseUntil`, and the sweeper look at it
    /// then if no manifest names it.
    ///
    /// A membership may go between the two looks at it, as when its lease has ended.
    public static void grant(
            Transaction transaction, long repository, Digest digest, long leaseUntil) {
        boolean granted = false;
        while (!granted) {
            granted = insert(transaction, repository, digest, leaseUntil)
                    || extend(transaction, repository, digest, leaseUntil);
        }
        if (!ReferenceTable.names(transaction, repository, digest)) {
            GarbageTable.put(transaction, repository, digest, leaseUntil);
        }
    }

    private static boolean insert(
            Transaction transaction, long repository, Digest digest, long leaseUntil) {
        return transaction
                        .sql()
                        .insertInto(MEMBERSHIP, REPOSITORY_ID, DIGEST, LEASE_UNTIL)
                        .values(repository, digest.toString(), leaseUntil)
                        .onConflictDoNothing()
                        .execute()
                > 0;
    }

    /// Lets a membership's lease end no earlier than `leaseUntil`; false if there is none.
    public static boolean extend(
            Transaction transaction, long repository, Digest digest, long leaseUntil) {
        transaction.changed(TOPIC, key(repository, digest));
        return transaction
                        .sql()
                        .update(MEMBERSHIP)
                        .set(LEASE_UNTIL, greatest(LEASE_UNTIL, val(leaseUntil)))
                        .where(REPOSITORY_ID.eq(repository), DIGEST.eq(digest.toString()))
                        .execute()
                > 0;
    }

    /// Gives blobs that a manifest no longer names a new lease, and has those that no other
    /// one names looked at when it ends.
    ///
    /// The lease comes first, because it locks the row: of two manifests that go at the
    /// same time the second sees that it was the last.
    public static void release(
            Transaction transaction, long repository, Collection<Digest> digests, long until) {
        for (var digest : digests.stream().sorted().toList()) {
            if (extend(transaction, repository, digest, until)
                    && !ReferenceTable.names(transaction, repository, digest)) {
                GarbageTable.put(transaction, repository, digest, until);
            }
        }
    }

    /// Removes a membership and has the sweeper look whether the blob is still anybody's;
    /// false if there was none.
    public static boolean delete(
            Transaction transaction, long repository, Digest digest, long now) {
        transaction.changed(TOPIC, key(repository, digest));
        int deleted = transaction
                .sql()
                .deleteFrom(MEMBERSHIP)
                .where(REPOSITORY_ID.eq(repository), DIGEST.eq(digest.toString()))
                .execute();
        if (deleted > 0) {
            GarbageTable.put(transaction, repository, digest, now);
        }
        return deleted > 0;
    }

    /// Those of `digests` that are members and can be served.
    ///
    /// Until the transaction ends they stay so: the sweeper waits for the lock that this
    /// takes.
    public static Set<Digest> lock(
            Transaction transaction, long repository, Collection<Digest> digests) {
        Set<Digest> present = new HashSet<>();
        digests.stream()
                .sorted()
                .gather(Gatherers.windowFixed(DIGESTS_PER_STATEMENT))
                .forEach(some -> present.addAll(lockSome(transaction, repository, some)));
        return present;
    }

    private static List<Digest> lockSome(
            Transaction transaction, long repository, List<Digest> digests) {
        return RowLocks.share(
                        transaction,
                        transaction
                                .sql()
                                .select(DIGEST)
                                .from(MEMBERSHIP)
                                .join(BlobTable.BLOB)
                                .on(BlobTable.DIGEST.eq(DIGEST))
                                .where(
                                        REPOSITORY_ID.eq(repository),
                                        DIGEST.in(digests.stream()
                                                .map(Digest::toString)
                                                .toList()),
                                        BlobTable.STATE.eq(BlobTable.State.LIVE.name()))
                                .orderBy(DIGEST),
                        MEMBERSHIP)
                .fetch(row -> Digest.parse(row.value1()));
    }

    /// At most `limit` repositories that own `digest`, with an id after `last`, in that
    /// order.
    public static List<Repository> owners(
            Transaction transaction, Digest digest, long last, int limit) {
        return transaction
                .sql()
                .select(RepositoryTable.ID, RepositoryTable.NAME, RepositoryTable.OWNER)
                .from(MEMBERSHIP)
                .join(RepositoryTable.REPOSITORY)
                .on(RepositoryTable.ID.eq(REPOSITORY_ID))
                .where(DIGEST.eq(digest.toString()), REPOSITORY_ID.gt(last))
                .orderBy(REPOSITORY_ID)
                .limit(limit)
                .fetch(RepositoryTable::repository);
    }
}
