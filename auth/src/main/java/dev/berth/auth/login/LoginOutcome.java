package dev.berth.auth.login;

import java.time.Duration;

/// What became of a name and a password.
public sealed interface LoginOutcome {
    /// It is them.
    record Accepted(Identity who) implements LoginOutcome {}

    /// There is nobody of this name, or the password is another one; which of the two is not told.
    record Refused() implements LoginOutcome {}

    /// Too many failures: not looked at, try again after `retryAfter`.
    record HeldUp(Duration retryAfter) implements LoginOutcome {}

    /// Too many passwords are being checked at once; try again after `retryAfter`.
    record Busy(Duration retryAfter) implements LoginOutcome {}
}
