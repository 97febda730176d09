package dev.berth.platform.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sets the status and the fields of an answer: what handler and group say, and what the server
/// adds.
final class ResponseHead {
    /// The names that most answers have, hashed and encoded once.
    private static final Map<String, CharSequence> KNOWN_NAMES = Stream.of(
                    "Connection",
                    "Content-Length",
                    "Content-Type",
                    "Date",
                    "Docker-Content-Digest",
                    "Docker-Distribution-Api-Version",
                    "ETag",
                    "Accept-Ranges",
                    "X-Content-Type-Options",
                    "X-Request-Id")
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), HttpHeaders::createOptimized));

    private ResponseHead() {}

    /// Sets everything but the body.
    ///
    /// @param last whether the connection is closed afterwards
    static void set(
            HttpServerRequest http,
            Response response,
            Headers groupFields,
            String id,
            boolean last) {
        http.response().setStatusCode(response.status());
        var fields = http.response().headers();
        groupFields.forEach((name, value) -> add(fields, name, value));
        response.headers().forEach((name, value) -> add(fields, name, value));
        add(fields, "X-Request-Id", id);
        add(fields, "Date", HttpDate.now());
        if (last && http.version() != HttpVersion.HTTP_2) {
            add(fields, "Connection", "close");
        }
        if (hasLength(response.status())) {
            add(fields, "Content-Length", Long.toString(response.body().length()));
        }
    }

    private static void add(MultiMap fields, String name, String value) {
        fields.add(KNOWN_NAMES.getOrDefault(name, name), value);
    }

    /// Whether an answer of this status has a length of its own (RFC 9110 §8.6).
    static boolean hasLength(int status) {
        return status != 204 && status != 304;
    }
}
