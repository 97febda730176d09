package dev.berth.registry.event;

/// A tag is no longer in a repository; what it pointed to may be.
///
/// @param owner whose the repository is, as [dev.berth.registry.content.Owners] says
public record TagDeleted(String repository, String tag, long owner) {}
