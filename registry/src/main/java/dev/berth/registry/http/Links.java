package dev.berth.registry.http;

import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.registry.pull.Page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// Where the next page is: the same path and query with another `last`, relative to the host.
///
/// Source: RFC 8288; distribution-spec, "Listing Tags".
final class Links {
    private Links() {}

    static Response withNext(Response response, Request request, Page<?> page) {
        return page.next()
                .map(last -> response.with("Link", next(request, last)))
                .orElse(response);
    }

    private static String next(Request request, String last) {
        var query = new StringJoiner("&");
        request.query().parameters().forEach((name, values) -> {
            if (!name.equals("last")) {
                values.forEach(value -> query.add(encode(name) + "=" + encode(value)));
            }
        });
        query.add("last=" + encode(last));
        return "<" + request.path() + "?" + query + ">; rel=\"next\"";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
