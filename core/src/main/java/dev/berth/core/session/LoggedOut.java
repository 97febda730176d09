package dev.berth.core.session;

/// Somebody ended a session of theirs.
public record LoggedOut(long accountId, String name) {}
