package dev.berth.registry.pull;

import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Content;
import dev.berth.registry.content.StoredManifest;

import java.io.IOException;
import java.util.List;

/// Gives out a manifest, if every [PullGate] lets it.
///
/// Source: distribution-spec, "Pulling manifests".
public final class PullManifest {
    private final Content content;
    private final List<PullGate> gates;

    public PullManifest(Content content, List<PullGate> gates) {
        this.content = content;
        this.gates = List.copyOf(gates);
    }

    /// The manifest that `reference` names.
    ///
    /// Refusals: `NameUnknown`, `ManifestUnknown`, and those of the gates.
    public StoredManifest require(RepositoryName repository, Reference reference)
            throws IOException {
        var manifest =
                content.manifest(repository, reference).orElseThrow(() -> unknown(reference));
        for (var gate : gates) {
            gate.pass(repository, manifest);
        }
        return manifest;
    }

    private static OciException unknown(Reference reference) {
        return new OciException(new OciError.ManifestUnknown(reference.toString()));
    }
}
