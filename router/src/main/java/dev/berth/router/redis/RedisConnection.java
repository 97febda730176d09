package dev.berth.router.redis;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One connection that speaks RESP2: a command, then its answer.
///
/// - An answer is `null`, a number, a text, or a list of answers; an error is thrown.
/// - Texts have at most [#TEXT_BYTES_MAX] bytes, lists [#ITEMS_MAX] items, [#DEPTH_MAX] deep.
/// - Used by one thread at a time.
final class RedisConnection implements AutoCloseable {
    static final int TEXT_BYTES_MAX = 1024 * 1024;
    static final int ITEMS_MAX = 256;
    private static final int LINE_BYTES_MAX = 1024;
    private static final int DEPTH_MAX = 4;

    private final Socket socket;
    private final InputStream in;

    RedisConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// Sends a command and waits for its answer.
    ///
    /// @throws IOException if the server refuses, or the connection is of no use any more
    @Nullable
    Object call(List<String> command) throws IOException {
        send(command);
        return receive();
    }

    void send(List<String> command) throws IOException {
        var text = new ByteArrayOutputStream();
        text.writeBytes(ascii("*" + command.size() + "\r\n"));
        for (var each : command) {
            var bytes = each.getBytes(StandardCharsets.UTF_8);
            text.writeBytes(ascii("$" + bytes.length + "\r\n"));
            text.writeBytes(bytes);
            text.writeBytes(ascii("\r\n"));
        }
        socket.getOutputStream().write(text.toByteArray());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// How long an answer is waited for.
    void waitFor(Duration wait) throws IOException {
        socket.setSoTimeout(Math.toIntExact(wait.toMillis()));
    }

    /// The next answer, or message of a subscription.
    ///
    /// @throws java.net.SocketTimeoutException if none begins in time
    @Nullable
    Object receive() throws IOException {
        return read(in, 0);
    }

    static @Nullable Object read(InputStream in, int depth) throws IOException {
        if (depth > DEPTH_MAX) {
            throw RedisException.malformed("lists within lists");
        }
        var line = line(in);
        var rest = line.isEmpty() ? "" : line.substring(1);
        return switch (line.isEmpty() ? '\0' : line.charAt(0)) {
            case '+' -> rest;
            case '-' -> throw RedisException.refused(rest);
            case ':' -> number(rest, Long.MIN_VALUE, Long.MAX_VALUE);
            case '$' -> text(in, (int) number(rest, -1, TEXT_BYTES_MAX));
            case '*' -> list(in, (int) number(rest, -1, ITEMS_MAX), depth);
            default -> throw RedisException.malformed("a line of another kind");
        };
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        int next = in.read();
        while (next != '\r') {
            if (next < 0) {
                throw new EOFException("Redis closed the connection");
            }
            if (line.length() == LINE_BYTES_MAX) {
                throw RedisException.malformed("a line without end");
            }
            line.append((char) next);
            next = in.read();
        }
        if (in.read() != '\n') {
            throw RedisException.malformed("half an end of a line");
        }
        return line.toString();
    }

    private static long number(String text, long least, long most) throws RedisException {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw RedisException.malformed("no number");
        }
        throw RedisException.malformed("a length of " + text);
    }

    private static @Nullable String text(InputStream in, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        var bytes = in.readNBytes(length);
        if (bytes.length < length || in.read() != '\r' || in.read() != '\n') {
            throw RedisException.malformed("a text that ends early");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable List<@Nullable Object> list(InputStream in, int length, int depth)
            throws IOException {
        if (length < 0) {
            return null;
        }
        var list = new ArrayList<@Nullable Object>();
        for (int i = 0; i < length; i++) {
            list.add(read(in, depth + 1));
        }
        return list;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
