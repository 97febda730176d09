/// Passwords: how they are kept, and which are good enough.
///
/// **Start at** [PasswordHashes]. What may be chosen: [PasswordRules]. Accounts that
/// are kept in a file elsewhere: [HtpasswdFile]. Hashes that Harbor made: [HarborHash].
///
/// **Invariants**
/// - A password that is kept here is kept as an Argon2id hash with a salt of its own; one
///   that came from Harbor, from its first log-in on.
/// - Memory and cores for hashing are bounded: nothing is hashed without a turn.
///
/// Source: RFC 9106 (Argon2), OWASP Password Storage Cheat Sheet (19 MiB, two passes).
@NullMarked
package dev.berth.auth.password;

import org.jspecify.annotations.NullMarked;
