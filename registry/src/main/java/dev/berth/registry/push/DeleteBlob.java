package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Pending;

/// Takes a blob out of a repository; others that have it keep it.
///
/// Source: distribution-spec, "Deleting Blobs".
public final class DeleteBlob {
    /// Refusals: `Unsupported` if deleting is switched off, `NameUnknown`, `BlobUnknown`.
    public void delete(RepositoryName repository, Digest digest) {
        Pending.follows();
    }
}
