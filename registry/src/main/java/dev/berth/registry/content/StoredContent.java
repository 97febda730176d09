package dev.berth.registry.content;

import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.Reference.Digested;
import dev.berth.oci.Reference.Tagged;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.ExactCache;
import dev.berth.registry.content.MembershipTable.Membership;
import dev.berth.storage.BlobStore;

import java.io.IOException;
import java.util.Optional;

/// What was pushed here: rows of the index, files of the store.
///
/// *How it works.* Three caches stand before the index: tag to digest, manifest with its
/// bytes, membership of a blob. Each is exact, so a steady pull is some look-ups in memory,
/// and a tag that moved or a manifest that went is never served again once the write has
/// returned. For a blob the store is asked as well: what the index promises and the store
/// does not have, is not here.
public final class StoredContent implements Content {
    /// A tag may move, and its old manifest go, between two look-ups; not again and again.
    private static final int TAG_LOOKS_MAX = 3;

    private final Database database;
    private final BlobStore store;
    private final Repositories repositories;
    private final Leases leases;
    private final ExactCache<Digest> tags;
    private final ExactCache<StoredManifest> manifests;
    private final ExactCache<Membership> memberships;
    private final LostBlobs lostBlobs = new LostBlobs();

    public StoredContent(
            Database database,
            BlobStore store,
            Repositories repositories,
            Leases leases,
            CacheSizes sizes) {
        this.database = database;
        this.store = store;
        this.repositories = repositories;
        this.leases = leases;
        this.tags = database.cache(TagTable.TOPIC, sizes.entries());
        this.manifests =
                database.cache(ManifestTable.TOPIC, sizes.manifestBytes(), StoredManifest::weight);
        this.memberships = database.cache(MembershipTable.TOPIC, sizes.entries());
    }

    @Override
    public Optional<StoredManifest> manifest(RepositoryName name, Reference reference) {
        long repository = repositories.require(name).id();
        return switch (reference) {
            case Tagged(var tag) -> tagged(repository, tag);
            case Digested(var digest) -> manifest(repository, digest);
        };
    }

    private Optional<StoredManifest> tagged(long repository, Tag tag) {
        for (int look = 0; look < TAG_LOOKS_MAX; look++) {
            var digest = tags.find(
                    TagTable.key(repository, tag),
                    _ -> database.read(transaction -> TagTable.find(transaction, repository, tag)));
            if (digest.isEmpty()) {
                return Optional.empty();
            }
            var manifest = manifest(repository, digest.get());
            if (manifest.isPresent()) {
                return manifest;
            }
        }
        return Optional.empty();
    }

    private Optional<StoredManifest> manifest(long repository, Digest digest) {
        return manifests.find(
                ManifestTable.key(repository, digest.toString()),
                _ -> database.read(
                        transaction -> ManifestTable.find(transaction, repository, digest)));
    }

    @Override
    public Optional<StoredBlob> blob(RepositoryName name, Digest digest) throws IOException {
        long repository = repositories.require(name).id();
        var membership = membership(repository, digest);
        return membership.isPresent()
                ? open(repository, digest, membership.get())
                : Optional.empty();
    }

    @Override
    public Optional<StoredBlob> hold(RepositoryName name, Digest digest) throws IOException {
        long repository = repositories.require(name).id();
        var membership = membership(repository, digest);
        if (membership.isEmpty() || !renew(repository, digest, membership.get())) {
            return Optional.empty();
        }
        return open(repository, digest, membership.get());
    }

    private Optional<Membership> membership(long repository, Digest digest) {
        return memberships.find(
                MembershipTable.key(repository, digest), _ -> readMembership(repository, digest));
    }

    private Optional<Membership> readMembership(long repository, Digest digest) {
        return database.read(transaction -> MembershipTable.find(transaction, repository, digest));
    }

    /// Promises the client that the blob stays for a while; false if it is gone already.
    ///
    /// Durable, because the promise is: it is written once in a quarter of a lease.
    private boolean renew(long repository, Digest digest, Membership membership) {
        long now = leases.now();
        if (membership.needed() || !leases.isWorn(membership.leaseUntil(), now)) {
            return true;
        }
        return database.write(transaction ->
                MembershipTable.extend(transaction, repository, digest, leases.until(now)));
    }

    private Optional<StoredBlob> open(long repository, Digest digest, Membership membership)
            throws IOException {
        var bytes = store.find(digest);
        if (bytes.isPresent() && bytes.get().size() == membership.size()) {
            return Optional.of(new StoredBlob(digest, membership.size(), bytes.get()));
        }
        // The sweeper may just have taken both; if not, it is a loss that the next push mends.
        if (readMembership(repository, digest).isPresent()) {
            lostBlobs.report(digest, membership.size(), store.size(digest));
        }
        return Optional.empty();
    }

    /// How much the caches hold.
    ///
    /// @param entries most tags, and most memberships
    /// @param manifestBytes most bytes of manifests
    public record CacheSizes(long entries, long manifestBytes) {}
}
