package dev.berth.platform.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Speaks to a server byte by byte, to say what no decent client says.
final class RawClient implements AutoCloseable {
    private static final int PIECE_BYTES = 64 * 1024;

    /// Small, so that a server notices soon that nobody reads.
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final AtomicLong sent = new AtomicLong();

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static RawClient connect(TestServer server) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        socket.connect(server.server().address());
        return new RawClient(socket);
    }

    /// An answer as it came, with as much body as its head declares.
    record Answer(int status, String head, String body) {
        String field(String name) {
            for (var line : head.split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT)
                        .startsWith(name.toLowerCase(Locale.ROOT) + ": ")) {
                    return line.substring(name.length() + 2);
                }
            }
            return "";
        }
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        for (int i = 0; i < bytes.length; i += PIECE_BYTES) {
            int size = Math.min(PIECE_BYTES, bytes.length - i);
            socket.getOutputStream().write(bytes, i, size);
            sent.addAndGet(size);
        }
        return this;
    }

    /// How much the server's side has taken so far.
    long sentBytes() {
        return sent.get();
    }

    /// The head of the next answer.
    String head() throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /// The next answer, interim ones included.
    Answer answer() throws IOException {
        var head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        var bare = new Answer(status, head, "");
        int length = bare.field("Content-Length").isEmpty()
                ? 0
                : Integer.parseInt(bare.field("Content-Length"));
        return new Answer(status, head, new String(in.readNBytes(length), ISO_8859_1));
    }

    /// What can still be read, in bytes, until the server closes or resets the connection.
    long readToEnd() throws IOException {
        long bytes = 0;
        var buffer = new byte[64 * 1024];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        } catch (SocketException e) {
            // reset
        }
        return bytes;
    }

    /// As [#readToEnd], in small pieces over about this time.
    long readToEndSlowly(Duration time) throws IOException, InterruptedException {
        long bytes = 0;
        long started = System.nanoTime();
        while (System.nanoTime() - started < time.toNanos()) {
            bytes += in.readNBytes(64 * 1024).length;
            Thread.sleep(20);
        }
        return bytes + readToEnd();
    }

    /// Whether the server closed without another byte.
    boolean isClosed() throws IOException {
        return readToEnd() == 0;
    }

    /// Ends our side, and goes on reading.
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Goes away in the middle of whatever happens.
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
