package dev.berth.registry.pull;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Pending;
import dev.berth.registry.content.StoredBlob;

import java.io.IOException;

/// Gives out a blob of a repository.
///
/// Source: distribution-spec, "Pulling blobs", "Checking if content exists in the
/// registry".
public final class OpenBlob {
    /// The blob, for GET.
    ///
    /// @throws dev.berth.oci.OciException with `NameUnknown` or `BlobUnknown`
    public StoredBlob require(RepositoryName repository, Digest digest) throws IOException {
        return Pending.follows();
    }

    /// The blob, for HEAD: it stays for a lease, so that the client need not push it.
    ///
    /// @throws dev.berth.oci.OciException with `NameUnknown` or `BlobUnknown`
    public StoredBlob hold(RepositoryName repository, Digest digest) throws IOException {
        return Pending.follows();
    }
}
