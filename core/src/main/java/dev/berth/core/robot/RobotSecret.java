package dev.berth.core.robot;

import dev.berth.core.api.PasswordShape;
import dev.berth.platform.config.Secret;

import java.security.SecureRandom;

/// Makes secrets of robots: 32 random letters and digits, of each kind at least one.
final class RobotSecret {
    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 32;

    private RobotSecret() {}

    static Secret random() {
        var random = new SecureRandom();
        while (true) {
            var text = new StringBuilder(LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            // One in three hundred has no digit.
            var secret = Secret.of(text.toString());
            if (PasswordShape.fits(secret)) {
                return secret;
            }
        }
    }
}
