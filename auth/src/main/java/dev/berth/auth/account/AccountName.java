package dev.berth.auth.account;

import java.util.regex.Pattern;

/// The name of an account: what is typed at login, and what logs and tokens show.
///
/// - Shape: 1 to 255 letters, digits and `. _ - + @`, beginning with a letter or digit. Never a
///   colon (it ends the name in Basic credentials) or a control character.
/// - Compared exactly, upper and lower case told apart.
public record AccountName(String text) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0,254}");

    /// @throws IllegalArgumentException for anything else; the message tells what to write
    public AccountName {
        if (!isOne(text)) {
            throw new IllegalArgumentException(
                    "an account name has 1 to 255 letters, digits and `. _ - + @`, and begins"
                            + " with a letter or digit");
        }
    }

    /// Whether an account can be called so.
    public static boolean isOne(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
