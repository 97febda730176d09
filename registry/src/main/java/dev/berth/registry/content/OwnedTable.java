package dev.berth.registry.content;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Transaction;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What all repositories of an owner hold together; for whoever answers to [Owners].
///
/// A repository counts while it holds a manifest: what else is left in it is on its way out.
public final class OwnedTable {
    /// Sorts after every name that goes on below a first one.
    private static final String AFTER_SLASH = "0";

    private OwnedTable() {}

    /// How many repositories count, by owner; who has none is not in it.
    public static Map<Long, Long> repositories(Transaction transaction, Collection<Long> owners) {
        return transaction
                .sql()
                .select(RepositoryTable.OWNER, count().cast(Long.class))
                .from(RepositoryTable.REPOSITORY)
                .where(RepositoryTable.OWNER.in(owners), holdsManifest())
                .groupBy(RepositoryTable.OWNER)
                .fetchMap(row -> row.value1(), row -> row.value2());
    }

    /// How many repositories of an owner count; for other tables.
    public static Field<Long> repositoriesOf(Field<Long> owner) {
        return field(select(count().cast(Long.class))
                .from(RepositoryTable.REPOSITORY)
                .where(RepositoryTable.OWNER.eq(owner), holdsManifest()));
    }

    /// How many repositories of these owners count.
    public static long repositories(Transaction transaction, Select<Record1<Long>> owners) {
        return transaction
                .sql()
                .fetchCount(
                        RepositoryTable.REPOSITORY,
                        RepositoryTable.OWNER.in(owners),
                        holdsManifest());
    }

    /// At most `limit` repositories of these owners that have `part` in their names, upper and
    /// lower case alike, by name.
    ///
    /// Reads names until so many are found, of all repositories if there are fewer: neither
    /// database as it is installed has an index that finds a part of a text.
    public static List<Repository> find(
            Transaction transaction, String part, Select<Record1<Long>> owners, int limit) {
        return transaction
                .sql()
                .select(RepositoryTable.ID, RepositoryTable.NAME, RepositoryTable.OWNER)
                .from(RepositoryTable.REPOSITORY)
                .where(
                        RepositoryTable.OWNER.in(owners),
                        RepositoryTable.NAME.containsIgnoreCase(part),
                        holdsManifest())
                .orderBy(RepositoryTable.NAME)
                .limit(limit)
                .fetch(RepositoryTable::repository);
    }

    /// The sum of the sizes of all blobs and manifests, each once however many repositories of the
    /// owner have it. Reads a row for each.
    public static long bytes(Transaction transaction, long owner) {
        var blobs = transaction
                .sql()
                .selectDistinct(BlobTable.DIGEST, BlobTable.SIZE)
                .from(RepositoryTable.REPOSITORY)
                .join(MembershipTable.MEMBERSHIP)
                .on(MembershipTable.REPOSITORY_ID.eq(RepositoryTable.ID))
                .join(BlobTable.BLOB)
                .on(BlobTable.DIGEST.eq(MembershipTable.DIGEST))
                .where(RepositoryTable.OWNER.eq(owner))
                .asTable("blobs");
        var manifests = transaction
                .sql()
                .selectDistinct(ManifestTable.DIGEST, ManifestTable.SIZE)
                .from(RepositoryTable.REPOSITORY)
                .join(ManifestTable.MANIFEST)
                .on(ManifestTable.REPOSITORY_ID.eq(RepositoryTable.ID))
                .where(RepositoryTable.OWNER.eq(owner))
                .asTable("manifests");
        return sumOf(transaction.sql().select(sum(blobs.field(1, Long.class))).from(blobs))
                + sumOf(transaction
                        .sql()
                        .select(sum(manifests.field(1, Long.class)))
                        .from(manifests));
    }

    /// The sum of the sizes of all blobs that are stored, each once. Reads a row for each.
    public static long bytes(Transaction transaction) {
        return sumOf(transaction
                .sql()
                .select(sum(BlobTable.SIZE))
                .from(BlobTable.BLOB)
                .where(BlobTable.STATE.eq(BlobTable.State.LIVE.name())));
    }

    private static long sumOf(Select<Record1<BigDecimal>> sum) {
        return Optional.ofNullable(sum.fetchOne())
                .map(Record1::value1)
                .map(BigDecimal::longValueExact)
                .orElse(0L);
    }

    /// Ends what an owner's repositories have besides manifests, of which there are none: blobs
    /// that wait for the end of their lease are garbage now.
    public static void abandon(Transaction transaction, long owner, long now) {
        var repositories = transaction
                .sql()
                .select(RepositoryTable.ID)
                .from(RepositoryTable.REPOSITORY)
                .where(RepositoryTable.OWNER.eq(owner));
        GarbageTable.putAll(transaction, repositories, now);
        transaction
                .sql()
                .deleteFrom(MembershipTable.MEMBERSHIP)
                .where(MembershipTable.REPOSITORY_ID.in(repositories))
                .execute();
        transaction.changed(MembershipTable.TOPIC, "");
    }

    /// The first repository that is nobody's, by name.
    public static Optional<RepositoryName> findOwnerless(Transaction transaction) {
        return transaction
                .sql()
                .select(RepositoryTable.NAME)
                .from(RepositoryTable.REPOSITORY)
                .where(RepositoryTable.OWNER.eq(0L))
                .orderBy(RepositoryTable.NAME)
                .limit(1)
                .fetchOptional(RepositoryTable.NAME)
                .map(RepositoryName::new);
    }

    /// Gives the repositories whose names are `first`, or go on below it, to `owner`.
    public static void setOwner(Transaction transaction, String first, long owner) {
        transaction
                .sql()
                .update(RepositoryTable.REPOSITORY)
                .set(RepositoryTable.OWNER, owner)
                .where(RepositoryTable.NAME
                        .eq(first)
                        .or(RepositoryTable.NAME
                                .gt(first + "/")
                                .and(RepositoryTable.NAME.lt(first + AFTER_SLASH))))
                .execute();
        transaction.changed(RepositoryTable.TOPIC, "");
    }

    private static Condition holdsManifest() {
        return exists(selectOne()
                .from(ManifestTable.MANIFEST)
                .where(ManifestTable.REPOSITORY_ID.eq(RepositoryTable.ID)));
    }
}
