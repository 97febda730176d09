package dev.berth.registry.push;

import dev.berth.oci.MediaType;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.registry.content.Pending;

import java.util.List;

/// Takes a manifest: the one place where a tag comes to be or moves.
///
/// Source: distribution-spec, "Pushing Manifests".
public final class PushManifest {
    /// Stores the exact bytes, what they refer to, and the tags, in one durable
    /// transaction.
    ///
    /// Refusals: `ManifestTooLarge`, `ManifestInvalid`, `DigestMismatch`,
    /// `ManifestBlobUnknown` with
    /// all that is missing, `Unsupported`, and those of the admissions.
    ///
    /// @param mediaType the `Content-Type` of the request
    /// @param tags of the tag parameters; only with a digest as reference
    public ManifestPushed push(
            RepositoryName repository,
            Reference reference,
            MediaType mediaType,
            byte[] bytes,
            List<Tag> tags) {
        return Pending.follows();
    }
}
