package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.router.project.Project;

import java.util.List;
import java.util.Optional;

/// What a request for a manifest comes to.
public sealed interface Resolved {
    /// The name of the project that has it; empty text if none is believed to.
    default String owner() {
        return this instanceof Found found ? found.project().name() : "";
    }

    /// `found`, `not_found`, `unclear` or `conflict`, for logs.
    default String result() {
        return switch (this) {
            case Found _ -> "found";
            case Unknown _ -> "not_found";
            case Unclear _ -> "unclear";
            case Ambiguous _ -> "conflict";
        };
    }

    /// What was in the way, for logs; empty text if nothing was.
    default String error() {
        return this instanceof Unclear(var trouble) ? trouble.kind().name() : "";
    }

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
