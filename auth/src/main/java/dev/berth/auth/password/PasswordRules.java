package dev.berth.auth.password;

import dev.berth.platform.config.Secret;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which passwords are refused when they are chosen.
///
/// Length counts, and the first guesses of every attack are out; there are no rules about kinds of
/// characters. Source: NIST SP 800-63B §5.1.1.2.
public final class PasswordRules {
    private static final int LENGTH_MIN = 8;

    /// Bounds the work of hashing; far above any generated secret.
    private static final int LENGTH_MAX = 256;

    /// In lower case; what registries have shipped as a default, and what is guessed first.
    private static final Set<String> GUESSED_FIRST = Set.of(
            "password",
            "password1",
            "password12",
            "password123",
            "passw0rd",
            "p@ssw0rd",
            "p@ssword",
            "harbor12345",
            "registry",
            "registry123",
            "admin123",
            "admin1234",
            "admin12345",
            "administrator",
            "changeme",
            "changeme123",
            "changeit",
            "letmein1",
            "welcome1",
            "qwertyuiop",
            "qwerty123",
            "1q2w3e4r",
            "12345678",
            "123456789",
            "1234567890",
            "87654321",
            "11111111",
            "00000000",
            "abcd1234",
            "iloveyou",
            "sunshine",
            "football",
            "baseball",
            "superman",
            "trustno1",
            "secret123",
            "topsecret",
            "berthberth");

    private PasswordRules() {}

    /// What is wrong with `password` for the account `name`, as a sentence without the password;
    /// empty if it may be used.
    public static Optional<String> refusal(String name, Secret password) {
        var text = password.reveal();
        if (text.length() < LENGTH_MIN) {
            return Optional.of("a password needs at least " + LENGTH_MIN + " characters");
        }
        if (text.length() > LENGTH_MAX) {
            return Optional.of("a password may have at most " + LENGTH_MAX + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("a password may not contain control characters");
        }
        var guess = text.toLowerCase(Locale.ROOT);
        if (GUESSED_FIRST.contains(guess)) {
            return Optional.of("this password is on every list of guesses; choose another one");
        }
        if (guess.equals(name.toLowerCase(Locale.ROOT))
                || text.chars().distinct().count() < 4) {
            return Optional.of("this password is too easy to guess; choose another one");
        }
        return Optional.empty();
    }
}
