package dev.berth.core.api;

import dev.berth.platform.config.Secret;

/// What Harbor takes for a password, or for the secret of a robot.
public final class PasswordShape {
    private static final int CHARACTERS_MIN = 8;
    private static final int CHARACTERS_MAX = 128;

    private PasswordShape() {}

    /// Whether it has 8 to 128 characters, among them an upper-case and a lower-case letter and a
    /// digit. What is easy to guess all the same, `PasswordRules` refuses.
    public static boolean fits(Secret password) {
        var text = password.reveal();
        return text.length() >= CHARACTERS_MIN
                && text.length() <= CHARACTERS_MAX
                && text.chars().anyMatch(c -> c >= 'a' && c <= 'z')
                && text.chars().anyMatch(c -> c >= 'A' && c <= 'Z')
                && text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /// Refuses what does not fit.
    ///
    /// @throws HarborException if it does not
    public static void require(Secret password) {
        if (!fits(password)) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST,
                    "the password or secret must be 8 to 128 characters long and contain"
                            + " at least 1 uppercase letter, 1 lowercase letter and 1 number");
        }
    }
}
