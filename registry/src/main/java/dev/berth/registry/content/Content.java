package dev.berth.registry.content;

import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;

import java.io.IOException;
import java.util.Optional;

/// What repositories hold, wherever it comes from.
///
/// - Empty means that this repository does not have it, whatever others have.
/// - `IOException` means that a backend failed and the call may be repeated.
public interface Content {
    /// The manifest that `reference` names.
    ///
    /// By tag, it carries the digest under which the tag was pushed; by digest, that
    /// digest.
    ///
    /// @throws dev.berth.oci.OciException with `NameUnknown` if there is no such repository
    Optional<StoredManifest> manifest(RepositoryName repository, Reference reference)
            throws IOException;

    /// A blob, ready to be read.
    ///
    /// @throws dev.berth.oci.OciException with `NameUnknown` if there is no such repository
    Optional<StoredBlob> blob(RepositoryName repository, Digest digest) throws IOException;

    /// As [#blob], and sees to it that the blob, if no manifest names it, stays for a
    /// lease: what a client is told exists, it need not push.
    Optional<StoredBlob> hold(RepositoryName repository, Digest digest) throws IOException;
}
