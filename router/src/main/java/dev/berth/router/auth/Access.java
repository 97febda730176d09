package dev.berth.router.auth;

import dev.berth.oci.RepositoryName;
import dev.berth.router.resolve.Candidates;

import java.util.Optional;
import java.util.Set;

/// What a caller may work with.
///
/// - `subject`: for the access log; empty for nobody in particular.
/// - `repositories`: the only ones that may be read, by their names at Harbor; empty if
///   everything in those projects may.
public record Access(String subject, Candidates candidates, Optional<Set<String>> repositories) {
    /// Whatever is in these projects.
    Access(String subject, Candidates candidates) {
        this(subject, candidates, Optional.empty());
    }

    /// Those of `some` that an image may be read from; each has room for its name.
    public Candidates among(Candidates some, RepositoryName image) {
        return repositories
                .map(allowed -> some.narrowed(
                        project -> allowed.contains(project.repository(image).value())))
                .orElse(some);
    }
}
