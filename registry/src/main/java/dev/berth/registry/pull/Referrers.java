package dev.berth.registry.pull;

import dev.berth.oci.Descriptor;
import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Pending;

/// The manifests that refer to another one as their subject, in the order of their digests.
///
/// Source: distribution-spec, "Listing Referrers".
public final class Referrers {
    /// All of them; none for a repository or subject that is not here.
    ///
    /// The descriptors carry the manifests' own annotations and artifact types.
    public Page<Descriptor> page(RepositoryName repository, Digest subject, PageRequest request) {
        return Pending.follows();
    }

    /// Those whose artifact type is exactly `artifactType`.
    public Page<Descriptor> page(
            RepositoryName repository, Digest subject, String artifactType, PageRequest request) {
        return Pending.follows();
    }
}
