package dev.berth.registry.pull;

import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Pending;

import java.util.function.Predicate;

/// The repositories, in ASCII order, as far as a caller may see them.
///
/// Source: the `_catalog` extension of docker/distribution.
public final class Catalog {
    /// A page of those that `visible` accepts. It may be short, even empty, and still have
    /// a next: the work for one page is bounded, whatever the caller may see.
    public Page<RepositoryName> page(PageRequest request, Predicate<RepositoryName> visible) {
        return Pending.follows();
    }
}
