package dev.berth.auth.http;

/// What a caller without credentials is asked for; both are accepted whatever is asked for.
public enum ChallengeScheme {
    /// A token from the token service: what every client understands, and what lets anonymous and
    /// known callers use one registry.
    BEARER,
    /// Name and password with each request, for tools that know no tokens.
    BASIC
}
