package dev.berth.bench.harbor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Optional;

/// The head of a request, as far as the mock looks at it.
///
/// @param target path and query
/// @param authorization empty text if there is none
record Asked(boolean head, String target, String authorization, boolean closes) {
    private static final String AUTHORIZATION = "authorization:";

    /// Reads a head that ends with an empty line.
    ///
    /// @throws IOException if it is neither GET nor HEAD
    static Asked parse(byte[] bytes, int length) throws IOException {
        String text = new String(bytes, 0, length, ISO_8859_1);
        int method = text.indexOf(' ');
        int target = text.indexOf(' ', method + 1);
        boolean head = text.startsWith("HEAD ");
        if (target < 0 || (!head && !text.startsWith("GET "))) {
            throw new IOException("the mock answers GET and HEAD only");
        }
        String authorization = field(text, AUTHORIZATION).orElse("");
        boolean closes = field(text, "connection:")
                .filter(value -> value.equals("close"))
                .isPresent();
        return new Asked(head, text.substring(method + 1, target), authorization, closes);
    }

    private static Optional<String> field(String text, String name) {
        int at = text.indexOf('\n') + 1;
        while (at < text.length()) {
            int end = text.indexOf('\r', at);
            if (text.regionMatches(true, at, name, 0, name.length())) {
                return Optional.of(text.substring(at + name.length(), end).strip());
            }
            at = end + 2;
        }
        return Optional.empty();
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }
}
