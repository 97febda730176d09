package dev.berth.auth.account;

import java.util.Optional;

/// What an account says about the person behind it.
///
/// - `realName`: at most 255 characters, `comment`: at most 30; either may be empty.
/// - Neither has control characters in it, nor `realName` any of `, " ~ # % $`.
public record Profile(Optional<EmailAddress> email, String realName, String comment) {
    public static final Profile NONE = new Profile(Optional.empty(), "", "");

    private static final int REAL_NAME_CHARACTERS_MAX = 255;
    private static final int COMMENT_CHARACTERS_MAX = 30;
    private static final String ILLEGAL = ",\"~#%$";

    /// @throws IllegalArgumentException for anything else; the message tells what to write
    public Profile {
        boolean isPlain = realName.chars().noneMatch(c -> ILLEGAL.indexOf(c) >= 0)
                && (realName + comment).chars().noneMatch(Character::isISOControl);
        if (realName.length() > REAL_NAME_CHARACTERS_MAX || !isPlain) {
            throw new IllegalArgumentException(
                    "a real name has at most 255 characters and none of , \" ~ # % $");
        }
        if (comment.length() > COMMENT_CHARACTERS_MAX) {
            throw new IllegalArgumentException("a comment has at most 30 characters");
        }
    }
}
