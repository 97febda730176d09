package dev.berth.registry.gc;

import dev.berth.oci.Digest;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.BlobTable;
import dev.berth.registry.content.CheckTable;
import dev.berth.registry.content.CheckTable.BlobEntry;
import dev.berth.registry.content.CheckTable.ManifestEntry;
import dev.berth.registry.content.MembershipTable;
import dev.berth.registry.content.Repository;
import dev.berth.registry.content.RepositoryTable;
import dev.berth.registry.content.SweepTable;
import dev.berth.registry.content.TagTable;
import dev.berth.registry.gc.Finding.BlobMissing;
import dev.berth.registry.gc.Finding.BytesDiffer;
import dev.berth.registry.gc.Finding.FileUnknown;
import dev.berth.registry.gc.Finding.ManifestBroken;
import dev.berth.registry.gc.Finding.ReferenceDangling;
import dev.berth.registry.gc.Finding.SizeDiffers;
import dev.berth.registry.gc.Finding.TagDangling;
import dev.berth.storage.BlobBytes;
import dev.berth.storage.BlobStore;
import dev.berth.storage.BlobStore.StoredBlob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// `fsck`: holds the store against the database, in both directions, while both are in use.
///
/// How it works:
///
/// - **Database → store.** Every live blob has a file of its size; on demand, with its digest.
/// - **Store → database.** Every file has a row: a claim is written before a file appears, and a
///   row goes after its file, so a file without a row is of a power cut or of an old backup.
/// - **Within the database.** A manifest's bytes have its digest; what it names as blobs is there
///   (unless sparse manifests are taken); tags point to something.
/// - What changed between the two looks is looked at again before it is called wrong.
/// - **Repair** never removes what could still be right: wrong bytes go to quarantine, a lost blob
///   is forgotten so that the next push is accepted, an unknown file is handed to the garbage
///   collection.
///
/// It costs a pass over all rows and files, in bounded memory; reading all bytes is paced.
public final class CheckStore {
    private static final int PAGE = 500;
    private static final int MANIFEST_PAGE = 50;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Database database;
    private final BlobStore store;
    private final Clock clock;

    public CheckStore(Database database, BlobStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /// What to do beyond looking.
    ///
    /// @param readBytes read every blob and compare its digest
    /// @param sparse manifests may name blobs that are not here
    /// @param repair mend what can be mended
    public record Options(boolean readBytes, boolean sparse, boolean repair) {}

    /// Told how far the check is.
    public interface Progress {
        /// There are about so many blobs.
        void total(long blobs);

        /// One more is checked.
        void checked() throws InterruptedException;

        /// So many bytes were read; waits if that was too fast.
        void read(long bytes) throws InterruptedException;
    }

    /// Checks everything; each finding is given to `found` before it is repaired.
    ///
    /// @throws IOException if the store fails; what was found so far was told
    public void check(Options options, Progress progress, Consumer<Finding> found)
            throws IOException, InterruptedException {
        progress.total(database.read(CheckTable::countLive));
        checkBlobs(options, progress, found);
        checkFiles(options, found);
        checkRepositories(options, found);
    }

    private void checkBlobs(Options options, Progress progress, Consumer<Finding> found)
            throws IOException, InterruptedException {
        var last = "";
        while (true) {
            var from = last;
            var page = database.read(t -> CheckTable.liveAfter(t, from, PAGE));
            for (var blob : page) {
                var finding = checkBlob(blob, options, progress);
                if (finding.isPresent() && isStillLive(blob.digest())) {
                    found.accept(finding.get());
                    repair(options, finding.get());
                }
                progress.checked();
            }
            if (page.size() < PAGE) {
                return;
            }
            last = page.getLast().digest().toString();
        }
    }

    private Optional<Finding> checkBlob(BlobEntry blob, Options options, Progress progress)
            throws IOException, InterruptedException {
        var bytes = store.find(blob.digest());
        if (bytes.isEmpty()) {
            return Optional.of(new BlobMissing(blob.digest()));
        }
        long size = bytes.get().size();
        if (size != blob.size()) {
            return Optional.of(new SizeDiffers(blob.digest(), blob.size(), size));
        }
        if (!options.readBytes()) {
            return Optional.empty();
        }
        var actual = digest(blob.digest().algorithm(), bytes.get(), progress);
        return actual.equals(blob.digest())
                ? Optional.empty()
                : Optional.of(new BytesDiffer(blob.digest(), actual));
    }

    private static Digest digest(Digest.Algorithm algorithm, BlobBytes bytes, Progress progress)
            throws IOException, InterruptedException {
        var hash = algorithm.newMessageDigest();
        var buffer = new byte[BUFFER_BYTES];
        try (var in = open(bytes)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                hash.update(buffer, 0, n);
                progress.read(n);
            }
        }
        return algorithm.digest(hash.digest());
    }

    private static InputStream open(BlobBytes bytes) throws IOException {
        return switch (bytes) {
            case BlobBytes.LocalFile file ->
                Channels.newInputStream(file.opener().open());
            case BlobBytes.Remote(var size, var opener) -> opener.open(0, size);
        };
    }

    private boolean isStillLive(Digest digest) {
        return database.read(t -> BlobTable.find(t, digest))
                .filter(row -> row.state() == BlobTable.State.LIVE)
                .isPresent();
    }

    private void checkFiles(Options options, Consumer<Finding> found) throws IOException {
        Optional<Digest> last = Optional.empty();
        while (true) {
            var page = store.blobsAfter(last, PAGE);
            for (var file : unknown(page)) {
                found.accept(new FileUnknown(file.digest(), file.size()));
                repair(options, new FileUnknown(file.digest(), file.size()));
            }
            if (page.size() < PAGE) {
                return;
            }
            last = Optional.of(page.getLast().digest());
        }
    }

    /// A file whose row went while we looked is gone by now; one that came had its row before.
    private List<StoredBlob> unknown(List<StoredBlob> files) throws IOException {
        var digests = files.stream().map(StoredBlob::digest).toList();
        var known = database.read(t -> CheckTable.known(t, digests));
        var unknown = new ArrayList<StoredBlob>();
        for (var file : files) {
            if (!known.contains(file.digest()) && store.size(file.digest()).isPresent()) {
                unknown.add(file);
            }
        }
        return unknown;
    }

    private void checkRepositories(Options options, Consumer<Finding> found) throws IOException {
        var last = "";
        while (true) {
            var from = last;
            var page = database.read(t -> RepositoryTable.after(t, from, PAGE));
            for (var repository : page) {
                checkManifests(repository, options, found);
                checkTags(repository, options, found);
            }
            if (page.size() < PAGE) {
                return;
            }
            last = page.getLast().name().value();
        }
    }

    private void checkManifests(Repository repository, Options options, Consumer<Finding> found) {
        var last = "";
        while (true) {
            var from = last;
            var page = database.read(
                    t -> CheckTable.manifestsAfter(t, repository.id(), from, MANIFEST_PAGE));
            page.stream()
                    .filter(manifest -> !isWhole(manifest))
                    .map(manifest -> new ManifestBroken(name(repository), manifest.digest()))
                    .forEach(found);
            if (!options.sparse()) {
                var digests = page.stream().map(ManifestEntry::digest).toList();
                database.read(t -> CheckTable.dangling(t, repository.id(), digests)).stream()
                        .map(dangling -> new ReferenceDangling(
                                name(repository), dangling.manifest(), dangling.target()))
                        .forEach(found);
            }
            if (page.size() < MANIFEST_PAGE) {
                return;
            }
            last = page.getLast().digest().toString();
        }
    }

    private static boolean isWhole(ManifestEntry manifest) {
        var digest = manifest.digest();
        return manifest.bytes()
                .filter(bytes -> Digest.of(digest.algorithm(), bytes).equals(digest))
                .isPresent();
    }

    private void checkTags(Repository repository, Options options, Consumer<Finding> found)
            throws IOException {
        var last = "";
        while (true) {
            var from = last;
            var page = database.read(t -> CheckTable.tagsToNowhere(t, repository.id(), from, PAGE));
            for (var tag : page) {
                var finding = new TagDangling(name(repository), tag.tag().value(), tag.digest());
                found.accept(finding);
                if (options.repair()) {
                    database.write(t -> TagTable.delete(t, repository.id(), tag.tag()));
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            last = page.getLast().tag().value();
        }
    }

    private static String name(Repository repository) {
        return repository.name().value();
    }

    private void repair(Options options, Finding finding) throws IOException {
        if (!options.repair()) {
            return;
        }
        switch (finding) {
            case BlobMissing lost -> forget(lost.digest());
            case SizeDiffers wrong -> quarantine(wrong.digest());
            case BytesDiffer wrong -> quarantine(wrong.digest());
            case FileUnknown(var digest, var size) ->
                database.write(t -> BlobTable.insertArriving(t, digest, size, 0));
            case ManifestBroken _, ReferenceDangling _, TagDangling _ -> {
                // Mended where it is found, or by the next push.
            }
        }
    }

    /// First out of reach, then forgotten: a crash in between leaves a blob without a file.
    private void quarantine(Digest digest) throws IOException {
        store.quarantine(digest);
        forget(digest);
    }

    /// Ends all memberships, so that nobody is told any more that the blob is here.
    private void forget(Digest digest) {
        long now = Micros.of(clock.instant());
        database.write(transaction -> endMemberships(transaction, digest, now));
    }

    private static int endMemberships(Transaction transaction, Digest digest, long now) {
        int ended = 0;
        long last = Long.MIN_VALUE;
        while (true) {
            var owners = MembershipTable.owners(transaction, digest, last, PAGE);
            owners.forEach(owner -> MembershipTable.delete(transaction, owner.id(), digest, now));
            ended += owners.size();
            if (owners.size() < PAGE) {
                SweepTable.condemnIfOwnerless(transaction, digest, now);
                return ended;
            }
            last = owners.getLast().id();
        }
    }
}
