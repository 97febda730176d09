package dev.berth.registry.event;

/// A manifest was pulled, once or several times, by one caller within some seconds.
///
/// @param tag by which it was asked for; empty if by its digest
/// @param times how often, 1 or more
/// @param owner whose the repository was, as [dev.berth.registry.content.Owners] says
public record ArtifactPulled(
        String repository, String digest, String tag, long times, long owner) {}
