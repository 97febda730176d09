package dev.berth.registry.event;

/// A tag is no longer in a repository; what it pointed to may be.
public record TagDeleted(String repository, String tag) {}
