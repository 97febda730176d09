package dev.berth.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SequencedMap;

/// A request whose head is already bytes, so that sending it again costs one write. Immutable.
public final class Request {
    private final String name;
    private final ByteBuffer head;
    private final Body body;
    private final boolean chunked;
    private final int[] expected;

    private Request(String name, ByteBuffer head, Body body, boolean chunked, int[] expected) {
        this.name = name;
        this.head = head;
        this.body = body;
        this.chunked = chunked;
        this.expected = expected;
    }

    static Request format(
            Endpoint endpoint,
            String method,
            String path,
            SequencedMap<String, String> headers,
            Body body,
            boolean chunked,
            int[] expected) {
        var text = new StringBuilder(512).append(method).append(' ').append(path);
        text.append(" HTTP/1.1\r\nHost: ").append(endpoint.host()).append("\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (chunked) {
            text.append("Transfer-Encoding: chunked\r\n");
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        byte[] bytes = text.append("\r\n").toString().getBytes(ISO_8859_1);
        var head = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return new Request(
                method + " " + path, head.asReadOnlyBuffer(), body, chunked, expected.clone());
    }

    /// The request line without the version, for messages.
    public String name() {
        return name;
    }

    /// The formatted head, off the heap; every call gives a fresh view of all of it.
    public ByteBuffer head() {
        return head.duplicate();
    }

    public Body body() {
        return body;
    }

    /// Whether the body goes out in chunks of unannounced total length.
    boolean isChunked() {
        return chunked;
    }

    /// Whether the answer has no body whatever its headers say (RFC 9112, 6.3).
    boolean isHead() {
        return head.get(0) == 'H';
    }

    public boolean expects(int status) {
        for (int accepted : expected) {
            if (accepted == status) {
                return true;
            }
        }
        return false;
    }

    /// The message for an answer that was not expected.
    public String unexpected(int status) {
        return "%s answered %d instead of %s".formatted(name, status, Arrays.toString(expected));
    }
}
