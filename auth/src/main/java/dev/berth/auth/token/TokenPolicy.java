package dev.berth.auth.token;

import java.time.Duration;

/// What all our tokens have in common.
///
/// - `service`: the audience of access tokens, and what clients ask a token for.
/// - `lifetime`: of access tokens, at least a minute: older clients assume that.
/// - `refreshLifetime`: of refresh tokens.
public record TokenPolicy(String service, Duration lifetime, Duration refreshLifetime) {
    public static final Duration LIFETIME_MIN = Duration.ofMinutes(1);

    public TokenPolicy {
        if (lifetime.compareTo(LIFETIME_MIN) < 0) {
            throw new IllegalArgumentException("tokens live for a minute at least");
        }
    }

    String issuer() {
        return service + "/token";
    }

    String refreshAudience() {
        return service + "/refresh";
    }
}
