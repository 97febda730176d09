package dev.berth.registry.http;

import dev.berth.oci.RepositoryName;

import java.util.Optional;

/// What people are told beside the answer about a repository: that it is deprecated, say, or that
/// its quota is nearly used up. Clients such as containerd and podman show it.
///
/// - Asked at each answer that is no refusal: answers from memory.
/// - One sentence of printable ASCII; anything else becomes `?`.
///
/// Source: distribution-spec, "Warnings".
@FunctionalInterface
public interface Notice {
    /// The sentence, if there is something to say.
    Optional<String> about(RepositoryName repository);
}
