package dev.berth.registry.event;

/// A manifest is no longer in a repository, and neither are its tags.
///
/// @param owner whose the repository is, as [dev.berth.registry.content.Owners] says
public record ArtifactDeleted(String repository, String digest, long owner) {}
