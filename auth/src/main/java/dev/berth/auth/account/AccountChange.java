package dev.berth.auth.account;

/// What happened to an account.
public sealed interface AccountChange {
    long id();

    String name();

    record Added(long id, String name) implements AccountChange {}

    record Removed(long id, String name) implements AccountChange {}

    /// It has another password, profile, or rank.
    record Updated(long id, String name) implements AccountChange {}
}
