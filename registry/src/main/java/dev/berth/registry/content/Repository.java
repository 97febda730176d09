package dev.berth.registry.content;

import dev.berth.oci.RepositoryName;

/// A repository that something was pushed to.
///
/// @param id never used for another repository, so that what is cached under it stays true
public record Repository(long id, RepositoryName name) {}
