package dev.berth.registry.push;

/// What a manifest may name without its being in the repository. A subject always may, and
/// so may layers that are not for distribution.
public enum Sparse {
    /// Nothing.
    REFUSED,
    /// Manifests in an index, as when only some platforms of an image are copied.
    INDEXES,
    /// Anything.
    ALLOWED
}
