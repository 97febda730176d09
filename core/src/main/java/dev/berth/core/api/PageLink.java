package dev.berth.core.api;

import dev.berth.platform.http.Request;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeMap;

/// One entry of `Link`: the same request for another page.
///
/// Harbor writes its query without percent-encoding, and clients know it so. What would then end
/// the entry, the field or the parameter stays encoded.
final class PageLink {
    private PageLink() {}

    static String of(Request request, long page, int pageSize, String relation) {
        var parameters = new TreeMap<>(request.query().parameters());
        parameters.put("page", List.of(Long.toString(page)));
        parameters.put("page_size", List.of(Integer.toString(pageSize)));
        var query = new StringJoiner("&");
        parameters.forEach((name, values) ->
                values.forEach(value -> query.add(written(name) + "=" + written(value))));
        return "<%s?%s>; rel=\"%s\"".formatted(request.path(), query, relation);
    }

    private static String written(String text) {
        boolean isPlain =
                text.chars().allMatch(c -> c >= ' ' && c < 0x7f && "<>\"&+%#".indexOf(c) < 0);
        return isPlain ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
