package dev.berth.oci;

/// A tag: a name that a repository gives to a manifest and may give to another one later.
///
/// - Shape: `[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`.
/// - Order: by ASCII, as tag lists are.
/// - Source: distribution-spec, "Pulling manifests".
public record Tag(String value) implements Comparable<Tag> {
    public static final int LENGTH_MAX = 128;

    public Tag {
        if (!matches(value)) {
            throw new OciException(new OciError.TagInvalid(value));
        }
    }

    /// Reads the text form.
    ///
    /// @throws OciException with [OciError.TagInvalid] for any other text
    public static Tag parse(String text) {
        return new Tag(text);
    }

    @Override
    public int compareTo(Tag other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean matches(String text) {
        int length = text.length();
        if (length == 0 || length > LENGTH_MAX || !isWord(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!isWord(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }
}
