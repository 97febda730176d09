package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.Manifest;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;

import java.util.List;

/// Port: may this manifest enter?
///
/// - Asked in a fixed order after the manifest was understood and before anything is
///   written.
/// - Lets in by returning, refuses by throwing `OciException`.
@FunctionalInterface
public interface Admission {
    void admit(Arrival arrival);

    /// A manifest about to enter.
    ///
    /// @param tags those it would have, new or moved
    record Arrival(RepositoryName repository, Digest digest, Manifest manifest, List<Tag> tags) {
        public Arrival {
            tags = List.copyOf(tags);
        }
    }
}
