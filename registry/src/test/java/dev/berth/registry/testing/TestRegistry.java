package dev.berth.registry.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.util.Objects.requireNonNull;

import dev.berth.auth.Principal;
import dev.berth.oci.ContentRange;
import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.oci.testing.Content;
import dev.berth.oci.testing.Image;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.RegistryContent;
import dev.berth.registry.RegistrySettings;
import dev.berth.registry.content.Owners;
import dev.berth.registry.gc.CollectGarbage;
import dev.berth.registry.pull.PageRequest;
import dev.berth.registry.push.Admission;
import dev.berth.registry.push.Chunk;
import dev.berth.registry.push.ManifestPushed;
import dev.berth.storage.BlobStore;
import dev.berth.storage.memory.MemoryBlobStore;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A whole registry for one test, on a database of its own and a store on the heap.
public final class TestRegistry implements AutoCloseable {
    /// Who pushes and deletes.
    public static final Principal CALLER = new Principal.Account(7, "pusher");

    private final TestDatabases databases;
    private final SettableClock clock = new SettableClock();
    private final BlobStore store = new MemoryBlobStore(clock);
    private final RegistryContent steps;

    private TestRegistry(
            TestDatabases databases, RegistrySettings settings, List<Admission> admissions) {
        this.databases = databases;
        this.steps = RegistryContent.assemble(
                databases.database(), store, settings, clock, Owners.NONE, admissions, List.of());
    }

    public static TestRegistry on(TestDatabases databases) {
        return on(databases, RegistrySettings.DEFAULTS);
    }

    public static TestRegistry on(
            TestDatabases databases, RegistrySettings settings, Admission... admissions) {
        return new TestRegistry(databases, settings, List.of(admissions));
    }

    /// This one's database behind admissions; closed with this one.
    public TestRegistry with(Admission... admissions) {
        return new TestRegistry(databases, RegistrySettings.DEFAULTS, List.of(admissions));
    }

    public RegistryContent steps() {
        return steps;
    }

    /// The same database and store, as another process or a later start has them.
    public RegistryContent restarted() {
        return through(store);
    }

    /// The same database, with a store in front of this one's.
    public RegistryContent through(BlobStore front) {
        return RegistryContent.assemble(
                database(),
                front,
                RegistrySettings.DEFAULTS,
                clock,
                Owners.NONE,
                List.of(),
                List.of());
    }

    public Database database() {
        return databases.database();
    }

    public TestDatabases databases() {
        return databases;
    }

    public BlobStore store() {
        return store;
    }

    public SettableClock clock() {
        return clock;
    }

    public void sweep() throws IOException {
        new CollectGarbage(database(), store, clock).collect();
    }

    public void pushBlob(String repository, Content blob) throws Exception {
        steps.uploads().pushWhole(name(repository), blob.digest(), whole(blob.bytes()));
    }

    public ManifestPushed pushManifest(String repository, String reference, Content manifest) {
        return steps.pushManifest()
                .push(
                        CALLER,
                        name(repository),
                        Reference.parse(reference),
                        manifest.mediaType(),
                        manifest.bytes(),
                        List.of());
    }

    /// Pushes blobs and manifest.
    public ManifestPushed push(String repository, String reference, Image image) throws Exception {
        for (var blob : image.blobs()) {
            pushBlob(repository, blob);
        }
        return pushManifest(repository, reference, image.manifest());
    }

    public byte[] pull(String repository, String reference) throws IOException {
        return steps.pullManifest()
                .require(name(repository), Reference.parse(reference))
                .bytes();
    }

    public void delete(String repository, String reference) {
        steps.deleteManifest().delete(CALLER, name(repository), Reference.parse(reference));
    }

    /// Whether a GET of the blob would answer 200.
    public boolean has(String repository, Digest digest) throws IOException {
        try {
            return steps.openBlob().require(name(repository), digest).size() >= 0;
        } catch (OciException refused) {
            return false;
        }
    }

    public List<String> tags(String repository) {
        return steps.tags().page(name(repository), PageRequest.FIRST).entries().stream()
                .map(Tag::value)
                .toList();
    }

    public List<Digest> referrers(String repository, Digest subject) {
        return steps
                .referrers()
                .page(name(repository), subject, PageRequest.FIRST)
                .entries()
                .stream()
                .map(descriptor -> descriptor.digest())
                .toList();
    }

    public List<String> catalog() {
        return steps.catalog().page(PageRequest.FIRST, _ -> true).entries().stream()
                .map(RepositoryName::value)
                .toList();
    }

    @Override
    public void close() {
        databases.close();
    }

    public static RepositoryName name(String text) {
        return RepositoryName.parse(text);
    }

    public static PageRequest page(int n) {
        return new PageRequest(OptionalInt.of(n), Optional.empty());
    }

    public static PageRequest page(int n, String last) {
        return new PageRequest(OptionalInt.of(n), Optional.of(last));
    }

    /// Bytes without a place, with their length.
    public static Chunk whole(byte[] bytes) {
        return new Chunk(
                Optional.empty(), OptionalLong.of(bytes.length), new ByteArrayInputStream(bytes));
    }

    /// The bytes of `blob` from `first` to `last`, both inclusive, for that place.
    public static Chunk part(byte[] blob, int first, int last) {
        return new Chunk(
                Optional.of(new ContentRange(first, last)),
                OptionalLong.of(last - first + 1L),
                new ByteArrayInputStream(blob, first, last - first + 1));
    }

    /// What a call refuses.
    public static OciError refusal(ThrowingCallable call) {
        return requireNonNull(catchThrowableOfType(OciException.class, call), "nothing was refused")
                .error();
    }
}
