package dev.berth.registry.pull;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Content;
import dev.berth.registry.content.StoredBlob;

import java.io.IOException;

/// Gives out a blob of a repository.
///
/// Source: distribution-spec, "Pulling blobs", "Checking if content exists in the
/// registry".
public final class OpenBlob {
    private final Content content;

    public OpenBlob(Content content) {
        this.content = content;
    }

    /// The blob, for GET.
    ///
    /// Refusals: `NameUnknown`, `BlobUnknown`.
    public StoredBlob require(RepositoryName repository, Digest digest) throws IOException {
        return content.blob(repository, digest).orElseThrow(() -> unknown(digest));
    }

    /// The blob, for HEAD: it stays for a lease, so that the client need not push it.
    ///
    /// Refusals: `NameUnknown`, `BlobUnknown`.
    public StoredBlob hold(RepositoryName repository, Digest digest) throws IOException {
        return content.hold(repository, digest).orElseThrow(() -> unknown(digest));
    }

    private static OciException unknown(Digest digest) {
        return new OciException(new OciError.BlobUnknown(digest));
    }
}
