package dev.berth.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/// Sets the status and the fields of an answer: what handler and group say, and what the server
/// adds.
final class ResponseHead {
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
        groupFields.forEach(fields::add);
        response.headers().forEach(fields::add);
        fields.add("X-Request-Id", id);
        fields.add("Date", HttpDate.now());
        if (last && http.version() != HttpVersion.HTTP_2) {
            fields.add("Connection", "close");
        }
        if (hasLength(response.status())) {
            fields.add("Content-Length", Long.toString(response.body().length()));
        }
    }

    /// Whether an answer of this status has a length of its own (RFC 9110 §8.6).
    static boolean hasLength(int status) {
        return status != 204 && status != 304;
    }
}
