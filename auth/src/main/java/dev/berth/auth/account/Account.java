package dev.berth.auth.account;

import dev.berth.auth.Principal;

import java.time.Instant;

/// An account as it is now.
///
/// - `id`: never used again. `passwordVersion` rises with each change of the password, and what
///   was issued for an earlier one is worth nothing.
/// - `passwordHash` is not shown by `toString`.
public record Account(
        long id,
        AccountName name,
        String passwordHash,
        long passwordVersion,
        boolean administrator,
        Profile profile,
        Instant createdAt,
        Instant updatedAt) {
    /// The number and the name of the administrator that the first start makes.
    public static final long FIRST_ID = 1;

    public static final AccountName FIRST_NAME = new AccountName("admin");

    public Principal.Account principal() {
        return new Principal.Account(id, name.text());
    }

    Account withHash(String hash) {
        return new Account(
                id, name, hash, passwordVersion, administrator, profile, createdAt, updatedAt);
    }

    @Override
    public String toString() {
        return "Account[" + id + " " + name + "]";
    }
}
