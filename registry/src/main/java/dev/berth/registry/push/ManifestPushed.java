package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.Tag;

import java.util.List;
import java.util.Optional;

/// What a manifest push did.
///
/// @param digest the manifest's digest, under the algorithm of the reference (`sha256` for
/// a tag)
/// @param subject what the manifest says it refers to, for `OCI-Subject`
/// @param tags the tags of the tag parameters, all of them accepted, for `OCI-Tag`
public record ManifestPushed(Digest digest, Optional<Digest> subject, List<Tag> tags) {
    public ManifestPushed {
        tags = List.copyOf(tags);
    }
}
