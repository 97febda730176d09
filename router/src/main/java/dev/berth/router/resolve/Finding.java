package dev.berth.router.resolve;

import dev.berth.oci.Digest;

import java.util.Optional;

/// What one project says to a question.
public sealed interface Finding {
    /// It has it.
    ///
    /// - `digest`: of a manifest, as far as Harbor told.
    /// - `type`: the `Content-Type`; empty text if there was none.
    /// - `bytes`: the length, -1 if there was none.
    /// - `acceptable`: whether the client takes this type.
    record Present(Optional<Digest> digest, String type, long bytes, boolean acceptable)
            implements Finding {}

    /// It does not: 404.
    record Absent() implements Finding {}

    record Unclear(Trouble trouble) implements Finding {}
}
