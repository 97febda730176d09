package dev.berth.registry.event;

/// A manifest is no longer in a repository, and neither are its tags.
public record ArtifactDeleted(String repository, String digest) {}
