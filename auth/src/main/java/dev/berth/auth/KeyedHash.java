package dev.berth.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/// Names secrets in caches without holding them: SHA-256 of a random key of this process and them.
///
/// - Nobody outside can choose texts that collide, or find out a text from its name.
/// - Texts are told apart by their lengths too: (`ab`, `c`) and (`a`, `bc`) have different names.
///   As lengths go first and names never leave the process, a key in front is as good as an HMAC
///   here, for half of its price.
/// - Safe for many threads; less than a microsecond for a token.
public final class KeyedHash {
    private static final String ALGORITHM = "SHA-256";
    private static final int BLOCK_BYTES = 64;

    /// Has digested the key; cloned for each use, and shared by nobody.
    private final MessageDigest keyed;

    private KeyedHash(MessageDigest keyed) {
        this.keyed = keyed;
    }

    /// With a new key, which ends with this process.
    public static KeyedHash random() {
        var key = new byte[BLOCK_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            var digest = MessageDigest.getInstance(ALGORITHM);
            digest.update(key);
            return new KeyedHash(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /// 128 bits that stand for these texts.
    public record Fingerprint(long high, long low) {}

    /// The name of one text or of several in this order.
    public Fingerprint of(String... texts) {
        var digest = copy();
        for (var text : texts) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (bytes.length >>> 24));
            digest.update((byte) (bytes.length >>> 16));
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
        }
        var hash = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(hash.getLong(), hash.getLong());
    }

    private MessageDigest copy() {
        try {
            return (MessageDigest) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
        }
    }
}
