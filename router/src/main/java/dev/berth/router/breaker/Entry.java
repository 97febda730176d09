package dev.berth.router.breaker;

import java.time.Duration;

/// What a breaker says to a call.
public sealed interface Entry permits Entry.Refused, Pass {
    /// Not now.
    ///
    /// - `retryAfter`: when to come again.
    /// - `crowded`: whether it is because too many calls of this use wait for their answers.
    record Refused(Duration retryAfter, boolean crowded) implements Entry {}
}
