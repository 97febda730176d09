package dev.berth.auth.robot;

import dev.berth.auth.Principal;

/// A robot that may log in now: it is there, switched on, and has not expired.
///
/// - `secretVersion` rises with each change of the secret, and what was issued for an earlier one
///   is worth nothing.
/// - `secretHash`, made by `PasswordHashes`, is not shown by `toString`.
public record Robot(Principal.Robot principal, String secretHash, long secretVersion) {
    @Override
    public String toString() {
        return "Robot[" + principal + "]";
    }
}
