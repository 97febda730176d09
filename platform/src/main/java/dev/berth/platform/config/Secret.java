package dev.berth.platform.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Text that must not be seen: a password or a key.
///
/// - `toString` never shows it, so that logs and messages cannot.
/// - Comparing takes the same time wherever two secrets of one length differ.
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /// The text itself; for the one place that uses it.
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(utf8(value), utf8(secret.value));
    }

    /// The same for all secrets: a hash would tell something about the text.
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
