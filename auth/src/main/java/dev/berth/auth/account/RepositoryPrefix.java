package dev.berth.auth.account;

import java.util.regex.Pattern;

/// Which repositories a grant is about.
///
/// - `*`: all. `team/`: those below, in whole segments; not `teamx/app`, not `team`. `team/app`:
///   this one.
/// - Segments as in repository names. Source: distribution-spec, "Pulling manifests".
public record RepositoryPrefix(String text) {
    public static final RepositoryPrefix ALL = new RepositoryPrefix("*");

    private static final int LENGTH_MAX = 255;
    private static final Pattern SEGMENT =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");

    /// @throws IllegalArgumentException for anything else; the message tells what to write
    public RepositoryPrefix {
        if (!text.equals("*") && !isPath(text)) {
            throw new IllegalArgumentException(
                    "`" + text + "` covers no repository: write `*` for all, `team/` for"
                            + " all below team, or `team/app` for one");
        }
    }

    public boolean isAll() {
        return text.equals("*");
    }

    public boolean covers(String repository) {
        if (isAll()) {
            return true;
        }
        return text.endsWith("/")
                ? repository.startsWith(text) && repository.length() > text.length()
                : repository.equals(text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isPath(String text) {
        var path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (path.isEmpty() || text.length() > LENGTH_MAX) {
            return false;
        }
        for (var segment : path.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                return false;
            }
        }
        return true;
    }
}
