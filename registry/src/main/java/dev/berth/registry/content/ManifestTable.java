package dev.berth.registry.content;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.berth.oci.Descriptor;
import dev.berth.oci.Digest;
import dev.berth.oci.Manifest;
import dev.berth.oci.MediaType;
import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Gatherers;

/// Rows of `manifest`: the manifests of repositories, and what lists of referrers say about
/// them.
public final class ManifestTable {
    static final String TOPIC = "manifest";

    private static final int DIGESTS_PER_STATEMENT = 1_000;

    static final Table<Record> MANIFEST = table(name("manifest"));
    static final Field<Long> REPOSITORY_ID = field(name("manifest", "repository_id"), Long.class);
    static final Field<String> DIGEST = field(name("manifest", "digest"), String.class);
    private static final Field<String> MEDIA_TYPE =
            field(name("manifest", "media_type"), String.class);
    static final Field<Long> SIZE = field(name("manifest", "size"), Long.class);
    private static final Field<String> ARTIFACT_TYPE =
            field(name("manifest", "artifact_type"), String.class);
    private static final Field<String> SUBJECT = field(name("manifest", "subject"), String.class);
    private static final Field<String> ANNOTATIONS =
            field(name("manifest", "annotations"), String.class);
    private static final Field<Long> DESCRIPTOR_SIZE =
            field(name("manifest", "descriptor_size"), Long.class);
    private static final Field<Long> PUSHED_AT = field(name("manifest", "pushed_at"), Long.class);

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<LinkedHashMap<String, String>> ANNOTATIONS_TYPE =
            new TypeReference<>() {};

    /// What a descriptor takes beside its texts: names, quotes, punctuation.
    private static final long DESCRIPTOR_FRAME_BYTES = 100;

    private ManifestTable() {}

    /// A place in a list of referrers.
    ///
    /// @param descriptorSize about how many bytes the entry takes
    public record Entry(Digest digest, long descriptorSize) {}

    /// The key of a manifest in caches.
    static String key(long repository, String digest) {
        return repository + "/" + digest;
    }

    static Optional<StoredManifest> find(Transaction transaction, long repository, Digest digest) {
        return transaction
                .sql()
                .select(MEDIA_TYPE, ManifestContentTable.BYTES)
                .from(MANIFEST)
                .join(ManifestContentTable.CONTENT)
                .on(ManifestContentTable.DIGEST.eq(DIGEST))
                .where(REPOSITORY_ID.eq(repository), DIGEST.eq(digest.toString()))
                .fetchOptional(row ->
                        StoredManifest.of(digest, new MediaType(row.value1()), row.value2()));
    }

    /// The media type of a manifest; it cannot be deleted until the transaction ends.
    public static Optional<MediaType> lock(
            Transaction transaction, long repository, Digest digest) {
        return RowLocks.share(
                        transaction,
                        transaction
                                .sql()
                                .select(MEDIA_TYPE)
                                .from(MANIFEST)
                                .where(REPOSITORY_ID.eq(repository), DIGEST.eq(digest.toString())),
                        MANIFEST)
                .fetchOptional(row -> new MediaType(row.value1()));
    }

    /// Those of `digests` that are manifests of the repository.
    public static Set<Digest> present(
            Transaction transaction, long repository, Collection<Digest> digests) {
        Set<Digest> present = new HashSet<>();
        digests.stream()
                .map(Digest::toString)
                .gather(Gatherers.windowFixed(DIGESTS_PER_STATEMENT))
                .forEach(some -> present.addAll(transaction
                        .sql()
                        .select(DIGEST)
                        .from(MANIFEST)
                        .where(REPOSITORY_ID.eq(repository), DIGEST.in(some))
                        .fetch(row -> Digest.parse(row.value1()))));
        return present;
    }

    /// Adds a manifest and its bytes; false if it is there.
    ///
    /// The row comes before the bytes, in the order in which [#delete] locks them.
    public static boolean insert(
            Transaction transaction, long repository, Digest digest, Manifest manifest, long now) {
        var descriptor = manifest.descriptor(digest);
        var annotations = annotationsText(descriptor.annotations());
        int inserted = transaction
                .sql()
                .insertInto(MANIFEST)
                .set(REPOSITORY_ID, repository)
                .set(DIGEST, digest.toString())
                .set(MEDIA_TYPE, descriptor.mediaType().value())
                .set(SIZE, descriptor.size())
                .set(ARTIFACT_TYPE, descriptor.artifactType().orElse(null))
                .set(SUBJECT, manifest.subject().map(ManifestTable::digestText).orElse(null))
                .set(ANNOTATIONS, annotations.orElse(null))
                .set(DESCRIPTOR_SIZE, descriptorSize(descriptor, annotations.orElse("")))
                .set(PUSHED_AT, now)
                .onConflictDoNothing()
                .execute();
        if (inserted > 0) {
            ManifestContentTable.keep(transaction, digest, manifest.bytes());
        }
        return inserted > 0;
    }

    /// Gives a manifest, which is locked, another media type.
    public static void setMediaType(
            Transaction transaction, long repository, Digest digest, MediaType mediaType) {
        transaction
                .sql()
                .update(MANIFEST)
                .set(MEDIA_TYPE, mediaType.value())
                .where(REPOSITORY_ID.eq(repository), DIGEST.eq(digest.toString()))
                .execute();
        transaction.changed(TOPIC, key(repository, digest.toString()));
    }

    /// Removes a manifest, and its bytes if no other repository has it; false if there was
    /// none.
    public static boolean delete(Transaction transaction, long repository, Digest digest) {
        transaction.changed(TOPIC, key(repository, digest.toString()));
        int deleted = transaction
                .sql()
                .deleteFrom(MANIFEST)
                .where(REPOSITORY_ID.eq(repository), DIGEST.eq(digest.toString()))
                .execute();
        if (deleted > 0) {
            ManifestContentTable.release(transaction, digest);
        }
        return deleted > 0;
    }

    static boolean isAnywhere(Transaction transaction, Digest digest) {
        return transaction
                .sql()
                .fetchExists(selectOne().from(MANIFEST).where(DIGEST.eq(digest.toString())));
    }

    /// At most `limit` manifests whose subject is `subject`, after `last`, by digest.
    public static List<Entry> referrers(
            Transaction transaction, long repository, Digest subject, Page page) {
        return transaction
                .sql()
                .select(DIGEST, DESCRIPTOR_SIZE)
                .from(MANIFEST)
                .where(
                        REPOSITORY_ID.eq(repository),
                        SUBJECT.eq(subject.toString()),
                        page.condition())
                .orderBy(DIGEST)
                .limit(page.limit())
                .fetch(row -> new Entry(Digest.parse(row.value1()), row.value2()));
    }

    /// At most `limit` manifests that the index `index` lists and that name no subject
    /// themselves, after `last`, by digest.
    public static List<Entry> listedIn(
            Transaction transaction, long repository, Digest index, Page page) {
        return transaction
                .sql()
                .select(DIGEST, DESCRIPTOR_SIZE)
                .from(ReferenceTable.REFERENCE)
                .join(MANIFEST)
                .on(
                        REPOSITORY_ID.eq(ReferenceTable.REPOSITORY_ID),
                        DIGEST.eq(ReferenceTable.TARGET))
                .where(
                        ReferenceTable.REPOSITORY_ID.eq(repository),
                        ReferenceTable.MANIFEST.eq(index.toString()),
                        ReferenceTable.TARGET.gt(page.last()),
                        SUBJECT.isNull(),
                        page.typeCondition())
                .orderBy(ReferenceTable.TARGET)
                .limit(page.limit())
                .fetch(row -> new Entry(Digest.parse(row.value1()), row.value2()));
    }

    /// Describes those of `digests` that are here, by digest.
    public static List<Descriptor> describe(
            Transaction transaction, long repository, List<Digest> digests) {
        return digests.stream()
                .map(Digest::toString)
                .sorted()
                .gather(Gatherers.windowFixed(DIGESTS_PER_STATEMENT))
                .flatMap(some -> describeSome(transaction, repository, some).stream())
                .toList();
    }

    private static List<Descriptor> describeSome(
            Transaction transaction, long repository, List<String> digests) {
        return transaction
                .sql()
                .select(MEDIA_TYPE, DIGEST, SIZE, ANNOTATIONS, ARTIFACT_TYPE)
                .from(MANIFEST)
                .where(REPOSITORY_ID.eq(repository), DIGEST.in(digests))
                .orderBy(DIGEST)
                .fetch(row -> new Descriptor(
                        new MediaType(row.value1()),
                        Digest.parse(row.value2()),
                        row.value3(),
                        List.of(),
                        annotations(Optional.ofNullable(row.value4())),
                        Optional.ofNullable(row.value5()),
                        Optional.empty()));
    }

    private static long descriptorSize(Descriptor descriptor, String annotations) {
        return DESCRIPTOR_FRAME_BYTES
                + descriptor.digest().toString().length()
                + descriptor.mediaType().value().length()
                + descriptor.artifactType().map(String::length).orElse(0)
                + annotations.length();
    }

    private static String digestText(Descriptor descriptor) {
        return descriptor.digest().toString();
    }

    private static Optional<String> annotationsText(Map<String, String> annotations) {
        return annotations.isEmpty()
                ? Optional.empty()
                : Optional.of(JSON.writeValueAsString(annotations));
    }

    private static SequencedMap<String, String> annotations(Optional<String> text) {
        return text.map(json -> JSON.readValue(json, ANNOTATIONS_TYPE))
                .orElseGet(LinkedHashMap::new);
    }

    /// Which part of a list of referrers.
    ///
    /// @param artifactType only those with this one
    /// @param last only digests whose text is greater
    public record Page(Optional<String> artifactType, String last, int limit) {
        private Condition condition() {
            return DIGEST.gt(last).and(typeCondition());
        }

        private Condition typeCondition() {
            return artifactType.map(ARTIFACT_TYPE::eq).orElse(noCondition());
        }
    }
}
