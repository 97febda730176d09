package dev.berth.registry.pull;

import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.registry.content.Pending;

/// The tags of a repository, in ASCII order.
///
/// Source: distribution-spec, "Listing Tags".
public final class Tags {
    /// A page of the tags. Refusal: `NameUnknown`, if there is no such repository.
    public Page<Tag> page(RepositoryName repository, PageRequest request) {
        return Pending.follows();
    }
}
