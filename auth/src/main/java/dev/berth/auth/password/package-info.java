/// Passwords: how they are kept, and which are good enough.
///
/// **Start at** [PasswordHashes]. What may be chosen: [PasswordRules].
///
/// **Invariants**
/// - A password is kept as an Argon2id hash with a salt of its own, and nowhere else.
/// - Memory for hashing is bounded: nothing is hashed without a [PasswordHashes.Slot].
///
/// Source: RFC 9106 (Argon2), OWASP Password Storage Cheat Sheet (19 MiB, two passes).
@NullMarked
package dev.berth.auth.password;

import org.jspecify.annotations.NullMarked;
