package dev.berth.registry.push;

import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Pending;

/// Takes a tag, or a manifest with all its tags, out of a repository.
///
/// Source: distribution-spec, "Deleting tags", "Deleting Manifests".
public final class DeleteManifest {
    /// By tag only the tag goes; by digest the manifest and every tag that points to it.
    ///
    /// Refusals: `Unsupported` if deleting is switched off, `NameUnknown`,
    /// `ManifestUnknown`.
    public void delete(RepositoryName repository, Reference reference) {
        Pending.follows();
    }
}
