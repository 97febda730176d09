package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Pending;

import java.io.IOException;
import java.util.function.Predicate;

/// Gives a repository a blob that another one has, without its bytes travelling again.
///
/// `readable` says whether the caller may pull from a repository, now; a source that it
/// refuses is treated as one that does not have the blob.
///
/// Source: distribution-spec, "Mounting a blob from another repository".
public final class MountBlob {
    /// Mounts from `source`.
    public MountOutcome mount(
            RepositoryName target,
            Digest digest,
            RepositoryName source,
            Predicate<RepositoryName> readable)
            throws IOException {
        return Pending.follows();
    }

    /// Mounts from whichever readable repository has the blob; asks about a bounded number.
    public MountOutcome mountFromAnywhere(
            RepositoryName target, Digest digest, Predicate<RepositoryName> readable)
            throws IOException {
        return Pending.follows();
    }
}
