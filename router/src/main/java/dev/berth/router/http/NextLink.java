package dev.berth.router.http;

import java.util.Optional;
import java.util.regex.Pattern;

/// The `Link` of a list of Harbor, as one of ours: its query behind our path.
///
/// Of Harbor's address nothing is kept but a query of plain characters. Source: RFC 8288;
/// distribution-spec, "Listing Tags".
final class NextLink {
    private static final int CHARACTERS_MAX = 4 * 1024;
    private static final Pattern NEXT =
            Pattern.compile("<[^<>?\\s]*\\?([A-Za-z0-9._~%=&:+/-]++)>\\s*;\\s*rel=\"?next\"?");

    private NextLink() {}

    /// The field for a client that asked for `path`; empty if there is no next page.
    static Optional<String> below(String path, String link) {
        if (link.length() > CHARACTERS_MAX) {
            return Optional.empty();
        }
        var next = NEXT.matcher(link.strip());
        return next.matches()
                ? Optional.of("<" + path + "?" + next.group(1) + ">; rel=\"next\"")
                : Optional.empty();
    }
}
