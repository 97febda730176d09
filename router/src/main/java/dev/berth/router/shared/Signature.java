package dev.berth.router.shared;

import dev.berth.router.project.Robot;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what is kept outside of this process, with a key made of the robot's password.
///
/// - Shape: the text, a line end, 64 hexadecimal digits of HMAC-SHA-256 over key and text.
/// - After the password has changed, what was signed before counts as strange.
/// - Thread-safe.
public final class Signature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE =
            "berth router shared 2".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 64;

    private final Robot robot;

    public Signature(Robot robot) {
        this.robot = robot;
    }

    /// A text with its signature.
    public String sign(String key, String text) {
        return text + "\n" + digits(key, text);
    }

    /// The text, if it was signed under this key.
    public Optional<String> verified(String key, String signed) {
        int end = signed.length() - DIGITS - 1;
        if (end < 0 || signed.charAt(end) != '\n') {
            return Optional.empty();
        }
        var text = signed.substring(0, end);
        boolean same = MessageDigest.isEqual(
                digits(key, text).getBytes(StandardCharsets.UTF_8),
                signed.substring(end + 1).getBytes(StandardCharsets.UTF_8));
        return same ? Optional.of(text) : Optional.empty();
    }

    private String digits(String key, String text) {
        var password = robot.credential().password().reveal();
        var own = hmac(password.getBytes(StandardCharsets.UTF_8), PURPOSE);
        var both = (key + "\n" + text).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(hmac(own, both));
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + ALGORITHM, e);
        }
    }
}
