package dev.berth.bench.harbor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;

/// What the mock does about a request.
sealed interface Reply {
    /// Bytes as they go to the wire, made once and sent any number of times.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody, changed by nobody.
    record Bytes(byte[] wire) implements Reply {}

    /// A head, and then a file.
    @SuppressWarnings("ArrayRecordComponent")
    record OfFile(byte[] head, Path file, long length) implements Reply {}

    /// Nothing, ever.
    record Never() implements Reply {}

    /// The end of the connection.
    record Hangup() implements Reply {}

    /// JSON, or another text.
    ///
    /// @param fields each ending with CR LF
    static Reply text(int status, boolean head, String type, String fields, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        byte[] start = head(status, type, fields, bytes.length);
        if (head) {
            return new Bytes(start);
        }
        byte[] wire = new byte[start.length + bytes.length];
        System.arraycopy(start, 0, wire, 0, start.length);
        System.arraycopy(bytes, 0, wire, start.length, bytes.length);
        return new Bytes(wire);
    }

    static Reply json(int status, boolean head, String body) {
        return text(status, head, "application/json", "", body);
    }

    static byte[] head(int status, String type, String fields, long length) {
        return """
            HTTP/1.1 %d Mock\r
            Content-Type: %s\r
            Content-Length: %d\r
            %s\r
            """.formatted(status, type, length, fields).getBytes(ISO_8859_1);
    }
}
