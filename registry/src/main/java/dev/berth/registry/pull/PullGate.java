package dev.berth.registry.pull;

import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.StoredManifest;

/// Port: may this manifest leave?
///
/// Asked in a fixed order at every pull, so it answers from memory. Lets out by returning,
/// refuses by throwing `OciException`.
@FunctionalInterface
public interface PullGate {
    void pass(RepositoryName repository, StoredManifest manifest);
}
