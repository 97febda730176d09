package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.registry.content.Leases;
import dev.berth.registry.content.MembershipTable;
import dev.berth.registry.content.Repositories;

/// Takes a blob out of a repository; others that have it keep it.
///
/// Source: distribution-spec, "Deleting Blobs".
public final class DeleteBlob {
    private final Database database;
    private final Repositories repositories;
    private final Leases leases;
    private final Deleting deleting;

    public DeleteBlob(
            Database database, Repositories repositories, Leases leases, Deleting deleting) {
        this.database = database;
        this.repositories = repositories;
        this.leases = leases;
        this.deleting = deleting;
    }

    /// The blob is gone from the repository when this returns, whatever names it.
    ///
    /// Refusals: `Unsupported` if deleting is switched off, `NameUnknown`, `BlobUnknown`.
    public void delete(RepositoryName name, Digest digest) {
        deleting.requireEnabled();
        long repository = repositories.require(name).id();
        boolean deleted = database.write(transaction ->
                MembershipTable.delete(transaction, repository, digest, leases.now()));
        if (!deleted) {
            throw new OciException(new OciError.BlobUnknown(digest));
        }
    }
}
