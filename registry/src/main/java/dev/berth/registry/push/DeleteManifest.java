package dev.berth.registry.push;

import dev.berth.auth.Principal;
import dev.berth.jobs.event.Outbox;
import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.Reference.Digested;
import dev.berth.oci.Reference.Tagged;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.Leases;
import dev.berth.registry.content.ManifestTable;
import dev.berth.registry.content.MembershipTable;
import dev.berth.registry.content.ReferenceTable;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.content.Repository;
import dev.berth.registry.content.TagTable;
import dev.berth.registry.event.ArtifactDeleted;
import dev.berth.registry.event.RegistryEvents;
import dev.berth.registry.event.TagDeleted;

/// Takes a tag, or a manifest with all its tags, out of a repository.
///
/// Source: distribution-spec, "Deleting tags", "Deleting Manifests".
public final class DeleteManifest {
    private final Database database;
    private final Repositories repositories;
    private final Leases leases;
    private final Deleting deleting;
    private final Outbox outbox;

    public DeleteManifest(
            Database database,
            Repositories repositories,
            Leases leases,
            Deleting deleting,
            Outbox outbox) {
        this.database = database;
        this.repositories = repositories;
        this.leases = leases;
        this.deleting = deleting;
        this.outbox = outbox;
    }

    /// By tag only the tag goes; by digest the manifest and every tag that points to it.
    ///
    /// Refusals: `Unsupported` if deleting is switched off, `NameUnknown`,
    /// `ManifestUnknown`.
    public void delete(Principal by, RepositoryName name, Reference reference) {
        deleting.requireEnabled();
        var here = repositories.require(name);
        long repository = here.id();
        boolean deleted = database.write(transaction -> {
            boolean gone = switch (reference) {
                case Tagged(var tag) -> TagTable.delete(transaction, repository, tag);
                case Digested(var digest) -> delete(transaction, repository, digest);
            };
            if (gone) {
                append(transaction, by, here, reference);
            }
            return gone;
        });
        if (!deleted) {
            throw new OciException(new OciError.ManifestUnknown(reference.toString()));
        }
    }

    private void append(
            Transaction transaction, Principal by, Repository repository, Reference reference) {
        var name = repository.name().value();
        long owner = repository.owner();
        switch (reference) {
            case Tagged(var tag) ->
                outbox.append(
                        transaction,
                        by.name(),
                        RegistryEvents.TAG_DELETED,
                        new TagDeleted(name, tag.value(), owner));
            case Digested(var digest) ->
                outbox.append(
                        transaction,
                        by.name(),
                        RegistryEvents.ARTIFACT_DELETED,
                        new ArtifactDeleted(name, digest.toString(), owner));
        }
    }

    private boolean delete(Transaction transaction, long repository, Digest digest) {
        if (!ManifestTable.delete(transaction, repository, digest)) {
            return false;
        }
        var blobs = ReferenceTable.delete(transaction, repository, digest);
        MembershipTable.release(transaction, repository, blobs, leases.until(leases.now()));
        TagTable.deleteAll(transaction, repository, digest);
        return true;
    }
}
