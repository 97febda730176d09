package dev.berth.router.resolve;

import java.time.Duration;
import java.util.Comparator;

/// Why it is not known whether a project has something.
///
/// - `retryAfter`: when to ask again, as far as that is known; else a few seconds.
public record Trouble(Kind kind, Duration retryAfter) {
    private static final Duration SOON = Duration.ofSeconds(5);

    /// The worst first: of several it is the one that is told.
    public enum Kind {
        /// The registry behind the project says that it is asked too often.
        THROTTLED,
        TIMEOUT,
        /// Harbor cannot be connected to, or breaks off.
        UNREACHABLE,
        SERVER_ERROR,
        /// Bytes that do not have their digest, no digest, no length, too many bytes.
        INVALID,
        /// Harbor does not let the router's own account read.
        REFUSED,
        /// 404 of a project whose registry Harbor cannot reach.
        UNHEALTHY,
        /// Nobody asked, because a breaker is open or too many ask already.
        HELD_BACK
    }

    static Trouble of(Kind kind) {
        return new Trouble(kind, SOON);
    }

    /// The worse of two.
    Trouble and(Trouble other) {
        var worst = Comparator.comparing(Trouble::kind);
        return worst.compare(this, other) <= 0 ? this : other;
    }
}
