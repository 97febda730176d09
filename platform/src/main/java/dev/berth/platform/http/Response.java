package dev.berth.platform.http;

/// An answer: status, fields, body.
///
/// - `Content-Length` comes from the body; handlers never set it, `Date`, `Connection` or
///   `X-Request-Id`.
/// - The answer to HEAD is that to GET: same fields and length, the body is never opened.
public record Response(int status, Headers headers, Body body) {
    public static Response of(int status, String... namesAndValues) {
        return new Response(status, Headers.of(namesAndValues), Body.EMPTY);
    }

    public Response with(String... namesAndValues) {
        return new Response(status, headers.with(namesAndValues), body);
    }

    public Response withBody(Body newBody) {
        return new Response(status, headers, newBody);
    }
}
