package dev.berth.auth.password;

import dev.berth.platform.config.Secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A hash of a password as Harbor keeps it: PBKDF2, 16 bytes of it.
///
/// - As text: `$pbkdf2-<sha1 or sha256>$i=<iterations>$<salt>$<hash>`, the last two in
///   Base64.
/// - Harbor's versions are `sha1` and `sha256` with 4,096 iterations, and from 2.16 on
///   `pbkdf2_sha256` with 600,000. Its salt is a text, of which the bytes are taken.
///
/// Source: RFC 8018 §5.2; Harbor's table `harbor_user`.
public final class HarborHash {
    private static final int HASH_BYTES = 16;
    private static final int SALT_CHARACTERS_MAX = 255;

    /// Beyond this a log-in would take longer than anybody waits.
    private static final int ITERATIONS_MAX = 10_000_000;

    /// What every text form begins with, and the first text after all of them.
    public static final String PREFIX = "$pbkdf2-";

    public static final String PREFIX_END = "$pbkdf2.";

    private static final Pattern TEXT =
            Pattern.compile("\\$pbkdf2-(sha1|sha256)\\$i=([0-9]{1,8})\\$([^$]+)\\$([^$]+)");

    private final String function;
    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private HarborHash(String function, int iterations, byte[] salt, byte[] hash) {
        this.function = function;
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /// Reads the columns of Harbor's table.
    ///
    /// @param password 32 hexadecimal digits
    /// @param salt 1 to 255 characters
    /// @param version `sha1`, `sha256` or `pbkdf2_sha256`
    /// @throws IllegalArgumentException for anything else; the message shows none of them
    public static HarborHash of(String password, String salt, String version) {
        if (!password.matches("[0-9a-fA-F]{" + 2 * HASH_BYTES + "}")) {
            throw new IllegalArgumentException("the hash has 32 hexadecimal digits");
        }
        if (salt.isEmpty() || salt.length() > SALT_CHARACTERS_MAX) {
            throw new IllegalArgumentException("the salt has 1 to 255 characters");
        }
        var hash = HexFormat.of().parseHex(password);
        var bytes = salt.getBytes(StandardCharsets.UTF_8);
        return switch (version) {
            case "sha1" -> new HarborHash("sha1", 4096, bytes, hash);
            case "sha256" -> new HarborHash("sha256", 4096, bytes, hash);
            case "pbkdf2_sha256" -> new HarborHash("sha256", 600_000, bytes, hash);
            default ->
                throw new IllegalArgumentException(
                        "the version of the hash is sha1, sha256 or pbkdf2_sha256");
        };
    }

    /// Reads the text form; empty for a hash of another kind.
    static Optional<HarborHash> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("a stored hash is damaged");
        }
        return Optional.of(parse(matcher));
    }

    private static HarborHash parse(Matcher matcher) {
        int iterations = Integer.parseInt(matcher.group(2));
        if (iterations < 1 || iterations > ITERATIONS_MAX) {
            throw new IllegalStateException("a stored hash is damaged");
        }
        var decoder = Base64.getDecoder();
        return new HarborHash(
                matcher.group(1),
                iterations,
                decoder.decode(matcher.group(3)),
                decoder.decode(matcher.group(4)));
    }

    /// The text form.
    public String text() {
        var encoder = Base64.getEncoder().withoutPadding();
        return "%s%s$i=%d$%s$%s"
                .formatted(
                        PREFIX,
                        function,
                        iterations,
                        encoder.encodeToString(salt),
                        encoder.encodeToString(hash));
    }

    /// Whether it takes as long to compare as another one does.
    boolean costs(HarborHash other) {
        return function.equals(other.function) && iterations == other.iterations;
    }

    /// True if it was made from `password`; the comparison takes the same time either way.
    boolean matches(Secret password) {
        var text = password.reveal().toCharArray();
        var spec = new PBEKeySpec(text, salt, iterations, hash.length * Byte.SIZE);
        try {
            var key = SecretKeyFactory.getInstance(algorithm()).generateSecret(spec);
            return MessageDigest.isEqual(key.getEncoded(), hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + algorithm(), e);
        } finally {
            spec.clearPassword();
            Arrays.fill(text, '\0');
        }
    }

    private String algorithm() {
        return function.equals("sha1") ? "PBKDF2WithHmacSHA1" : "PBKDF2WithHmacSHA256";
    }

    /// Shows neither salt nor hash.
    @Override
    public String toString() {
        return "HarborHash[" + function + " " + iterations + "]";
    }
}
