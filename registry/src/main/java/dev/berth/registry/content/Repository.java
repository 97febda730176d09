package dev.berth.registry.content;

import dev.berth.oci.RepositoryName;

/// A repository that something was pushed to.
///
/// @param id never used for another repository, so that what is cached under it stays true
/// @param owner whose it was at the last push, as [Owners] says; another one may have its name now
public record Repository(long id, RepositoryName name, long owner) {}
