package dev.berth.registry.http;

import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Response;

import java.util.List;

/// Puts what [Notice]s say into `Warning` fields: `299 - "…"`.
///
/// All fields of an answer have at most 4096 bytes; a notice that does not fit any more is left
/// out. Source: distribution-spec, "Warnings".
final class Warnings {
    private static final int BYTES_MAX = 4096;
    private static final String NAME = "Warning";

    private final List<Notice> notices;

    Warnings(List<Notice> notices) {
        this.notices = List.copyOf(notices);
    }

    /// The same response if nobody has anything to say.
    Response addTo(Response response, RepositoryName repository) {
        if (notices.isEmpty()) {
            return response;
        }
        var warned = response;
        int left = BYTES_MAX;
        for (var notice : notices) {
            var text = notice.about(repository);
            if (text.isPresent()) {
                var value = "299 - \"" + quoted(text.get()) + "\"";
                left -= value.length();
                if (left < 0) {
                    break;
                }
                warned = warned.with(NAME, value);
            }
        }
        return warned;
    }

    private static String quoted(String text) {
        return text.replaceAll("[^ -~]", "?").replaceAll("([\"\\\\])", "\\\\$1");
    }
}
