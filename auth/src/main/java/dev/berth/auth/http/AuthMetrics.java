package dev.berth.auth.http;

import dev.berth.auth.login.Logins;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.auth.token.Tokens;
import dev.berth.platform.telemetry.Metrics;

import java.util.function.LongSupplier;

/// The caches, limits and queues of logging in.
public final class AuthMetrics {
    private final Tokens tokens;
    private final Logins logins;
    private final PasswordHashes hashes;

    AuthMetrics(Tokens tokens, Logins logins, PasswordHashes hashes) {
        this.tokens = tokens;
        this.logins = logins;
        this.hashes = hashes;
    }

    /// Shows them from now on.
    public void register(Metrics metrics) {
        metrics.counter(
                "auth.token-cache-hit.requests",
                "Tokens that were remembered.",
                () -> tokens.remembered().hits());
        metrics.counter(
                "auth.token-cache-miss.requests",
                "Tokens that had to be verified.",
                () -> tokens.remembered().misses());
        metrics.gauge(
                "auth.cached-token.entries",
                "Tokens remembered, at most 50000.",
                () -> tokens.remembered().entries());
        registerLogins(metrics);
        metrics.gauge(
                "auth.active-hashing.requests", "Passwords being hashed.", hashes::turnsTaken);
        metrics.gauge("auth.max-hashing.requests", "Passwords hashed at a time.", hashes::turnsMax);
        metrics.gauge(
                "auth.waiting-hashing.requests",
                "Logins that wait for their turn to hash.",
                hashes::waiting);
    }

    private void registerLogins(Metrics metrics) {
        var counts = logins.counts();
        count(metrics, "accepted", counts::accepted);
        count(metrics, "refused", counts::refused);
        count(metrics, "held-up", counts::heldUp);
        count(metrics, "busy", counts::busy);
        metrics.counter(
                "auth.password-cache-hit.requests",
                "Right passwords that were remembered.",
                counts::acceptedByMemory);
        metrics.gauge(
                "auth.cached-password.entries",
                "Right passwords remembered, at most 10000.",
                counts::rememberedPasswords);
        metrics.gauge(
                "auth.backoff.entries",
                "Who has failed to log in within the hour, at most 20000.",
                counts::failingNames,
                "by",
                "name");
        metrics.gauge(
                "auth.backoff.entries",
                "Who has failed to log in within the hour, at most 20000.",
                counts::failingAddresses,
                "by",
                "address");
    }

    private static void count(Metrics metrics, String outcome, LongSupplier total) {
        metrics.counter("auth.login.requests", "Checks of a password.", total, "outcome", outcome);
    }
}
