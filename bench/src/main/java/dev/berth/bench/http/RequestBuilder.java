package dev.berth.bench.http;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Collects what one request is made of. Not for sharing between threads.
public final class RequestBuilder {
    private final Endpoint endpoint;
    private final String method;
    private final String path;
    private final SequencedMap<String, String> headers = new LinkedHashMap<>();
    private Body body = Body.EMPTY;
    private boolean chunked;

    public RequestBuilder(Endpoint endpoint, String method, String path) {
        this.endpoint = endpoint;
        this.method = method;
        this.path = path;
    }

    public RequestBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /// The body, with its length announced.
    public RequestBuilder body(String contentType, Body content) {
        body = content;
        return header("Content-Type", contentType);
    }

    /// The body in chunks, its length unannounced.
    public RequestBuilder stream(String contentType, Body content) {
        chunked = true;
        return body(contentType, content);
    }

    /// The finished request; any other status than these is an error.
    public Request expecting(int... statuses) {
        return Request.format(endpoint, method, path, headers, body, chunked, statuses);
    }
}
