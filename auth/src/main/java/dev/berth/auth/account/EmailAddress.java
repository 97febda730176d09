package dev.berth.auth.account;

import java.util.regex.Pattern;

/// Where somebody gets mail: `name@host.domain`, at most 255 characters.
///
/// Compared exactly. Nothing is ever sent to find out whether it exists.
public record EmailAddress(String text) {
    private static final int LENGTH_MAX = 255;
    private static final Pattern SHAPE = Pattern.compile(
            "[^\\s\\p{Cntrl}<>()\\[\\]\\\\,;:@\"]+@(?:[A-Za-z0-9-]+\\.)+[A-Za-z]{2,}");

    /// @throws IllegalArgumentException for anything else; the message tells what to write
    public EmailAddress {
        if (!isOne(text)) {
            throw new IllegalArgumentException(
                    "an e-mail address looks like name@example.com and has at most 255 characters");
        }
    }

    /// Whether this can be an address.
    static boolean isOne(String text) {
        return text.length() <= LENGTH_MAX && SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
