package dev.berth.registry.pull;

import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Pending;
import dev.berth.registry.content.StoredManifest;

import java.io.IOException;

/// Gives out a manifest, if every [PullGate] lets it.
///
/// Source: distribution-spec, "Pulling manifests".
public final class PullManifest {
    /// The manifest that `reference` names.
    ///
    /// Refusals: `NameUnknown`, `ManifestUnknown`, and those of the gates.
    public StoredManifest require(RepositoryName repository, Reference reference)
            throws IOException {
        return Pending.follows();
    }
}
