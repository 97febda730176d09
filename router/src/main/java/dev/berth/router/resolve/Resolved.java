package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.router.project.Project;

import java.util.List;
import java.util.Optional;

/// What a request for a manifest comes to.
public sealed interface Resolved {
    /// Here it is.
    ///
    /// - `bytes`: its length.
    /// - `content`: its bytes, which have the digest; empty if nobody asked for them.
    record Found(Project project, Digest digest, String type, long bytes, Optional<byte[]> content)
            implements Resolved {}

    /// Every candidate said 404.
    record Unknown() implements Resolved {}

    /// It is not known.
    record Unclear(Trouble trouble) implements Resolved {}

    /// Several projects have it, and strict mode does not choose.
    record Ambiguous(List<String> projects) implements Resolved {}
}
