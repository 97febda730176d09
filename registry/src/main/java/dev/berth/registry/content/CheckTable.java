package dev.berth.registry.content;

import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.BlobTable.State;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `fsck` asks of the tables: everything, page by page.
public final class CheckTable {
    private CheckTable() {}

    /// A blob as the database has it.
    public record BlobEntry(Digest digest, long size) {}

    /// A manifest with its bytes, empty if they are gone.
    public record ManifestEntry(Digest digest, Optional<byte[]> bytes) {}

    /// A manifest that names a blob its repository does not have.
    public record Dangling(Digest manifest, Digest target) {}

    /// A tag and what it points to.
    public record TagEntry(Tag tag, Digest digest) {}

    public static long countLive(Transaction transaction) {
        return transaction.sql().fetchCount(BlobTable.BLOB, BlobTable.STATE.eq(State.LIVE.name()));
    }

    /// At most `limit` live blobs after `last` (a digest's text, or the empty one), in order.
    public static List<BlobEntry> liveAfter(Transaction transaction, String last, int limit) {
        return transaction
                .sql()
                .select(BlobTable.DIGEST, BlobTable.SIZE)
                .from(BlobTable.BLOB)
                .where(BlobTable.DIGEST.gt(last), BlobTable.STATE.eq(State.LIVE.name()))
                .orderBy(BlobTable.DIGEST)
                .limit(limit)
                .fetch(row -> new BlobEntry(Digest.parse(row.value1()), row.value2()));
    }

    /// Those of at most 1,000 digests that have a row, in whatever state.
    public static Set<Digest> known(Transaction transaction, Collection<Digest> digests) {
        return new HashSet<>(transaction
                .sql()
                .select(BlobTable.DIGEST)
                .from(BlobTable.BLOB)
                .where(BlobTable.DIGEST.in(
                        digests.stream().map(Digest::toString).toList()))
                .fetch(row -> Digest.parse(row.value1())));
    }

    /// At most `limit` manifests of a repository after `last`, in the order of their digests.
    public static List<ManifestEntry> manifestsAfter(
            Transaction transaction, long repository, String last, int limit) {
        return transaction
                .sql()
                .select(ManifestTable.DIGEST, ManifestContentTable.BYTES)
                .from(ManifestTable.MANIFEST)
                .leftJoin(ManifestContentTable.CONTENT)
                .on(ManifestContentTable.DIGEST.eq(ManifestTable.DIGEST))
                .where(ManifestTable.REPOSITORY_ID.eq(repository), ManifestTable.DIGEST.gt(last))
                .orderBy(ManifestTable.DIGEST)
                .limit(limit)
                .fetch(row -> new ManifestEntry(
                        Digest.parse(row.value1()), Optional.ofNullable(row.value2())));
    }

    /// What some manifests of a repository name as blobs and the repository does not have.
    public static List<Dangling> dangling(
            Transaction transaction, long repository, Collection<Digest> manifests) {
        return transaction
                .sql()
                .select(ReferenceTable.MANIFEST, ReferenceTable.TARGET)
                .from(ReferenceTable.REFERENCE)
                .where(
                        ReferenceTable.REPOSITORY_ID.eq(repository),
                        ReferenceTable.MANIFEST.in(
                                manifests.stream().map(Digest::toString).toList()),
                        ReferenceTable.KIND.eq("BLOB"),
                        notExists(selectOne()
                                .from(MembershipTable.MEMBERSHIP)
                                .where(
                                        MembershipTable.REPOSITORY_ID.eq(repository),
                                        MembershipTable.DIGEST.eq(ReferenceTable.TARGET))))
                .fetch(row -> new Dangling(Digest.parse(row.value1()), Digest.parse(row.value2())));
    }

    /// At most `limit` tags of a repository after `last` that point to no manifest of it.
    public static List<TagEntry> tagsToNowhere(
            Transaction transaction, long repository, String last, int limit) {
        return transaction
                .sql()
                .select(TagTable.NAME, TagTable.DIGEST)
                .from(TagTable.TAG)
                .where(
                        TagTable.REPOSITORY_ID.eq(repository),
                        TagTable.NAME.gt(last),
                        notExists(selectOne()
                                .from(ManifestTable.MANIFEST)
                                .where(
                                        ManifestTable.REPOSITORY_ID.eq(repository),
                                        ManifestTable.DIGEST.eq(TagTable.DIGEST))))
                .orderBy(TagTable.NAME)
                .limit(limit)
                .fetch(row -> new TagEntry(new Tag(row.value1()), Digest.parse(row.value2())));
    }
}
