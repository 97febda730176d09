package dev.berth.core.session;

/// Somebody began a session.
public record LoggedIn(long accountId, String name) {}
