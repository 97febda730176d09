package dev.berth.oci;

/// The name of a repository, such as `team/app`; any segment may also be `blobs` or
/// `manifests`.
///
/// - Shape: segments parted by `/`; a segment is runs of `a-z0-9` parted by one `.`, one or
///   two `_`, or any number of `-`.
/// - At most [#LENGTH_MAX] characters: clients count the host in, so a name may have to be
///   shorter.
/// - Source: distribution-spec, "Pulling manifests".
public record RepositoryName(String value) implements Comparable<RepositoryName> {
    public static final int LENGTH_MAX = 255;

    public RepositoryName {
        if (!matches(value)) {
            throw new OciException(new OciError.NameInvalid(value));
        }
    }

    /// Reads the text form.
    ///
    /// @throws OciException with [OciError.NameInvalid] for any other text
    public static RepositoryName parse(String text) {
        return new RepositoryName(text);
    }

    @Override
    public int compareTo(RepositoryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    /// One pass, no backtracking: separators must stand between two alphanumerics.
    private static boolean matches(String text) {
        int length = text.length();
        if (length == 0 || length > LENGTH_MAX) {
            return false;
        }
        int i = 0;
        while (true) {
            if (i == length || !isAlphanumeric(text.charAt(i))) {
                return false;
            }
            do {
                i++;
            } while (i < length && isAlphanumeric(text.charAt(i)));
            if (i == length) {
                return true;
            }
            i = afterSeparator(text, i);
        }
    }

    /// The index after the separator at `i`; if there is none, `i`, where no alphanumeric
    /// stands.
    private static int afterSeparator(String text, int i) {
        return switch (text.charAt(i)) {
            case '/', '.' -> i + 1;
            case '_' -> text.startsWith("__", i) ? i + 2 : i + 1;
            case '-' -> {
                int end = i;
                while (end < text.length() && text.charAt(end) == '-') {
                    end++;
                }
                yield end;
            }
            default -> i;
        };
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
