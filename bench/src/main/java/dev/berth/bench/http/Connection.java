package dev.berth.bench.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/// One kept-alive connection for one thread, which waits for each answer.
///
/// - It opens itself again when the server has closed it after an answer.
/// - There is no read time-out: whoever runs the load closes it when time is up, and the waiting
///   thread gets an `IOException`.
public final class Connection implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int BODY_BYTES_MAX = 64 * 1024 * 1024;

    private final Endpoint endpoint;
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();
    private final AnswerParser parser = new AnswerParser();
    private SocketChannel channel;
    private volatile boolean closed;

    private Connection(Endpoint endpoint, SocketChannel channel) {
        this.endpoint = endpoint;
        this.channel = channel;
    }

    public static Connection open(Endpoint endpoint) throws IOException {
        return new Connection(endpoint, connect(endpoint));
    }

    /// Sends and waits; the body is kept, up to 64 MiB of it.
    ///
    /// @throws IOException if the server answers otherwise than expected, or not at all
    public Answer exchange(Request request) throws IOException {
        var body = new ByteArrayOutputStream();
        perform(request, part -> {
            if (body.size() + part.remaining() > BODY_BYTES_MAX) {
                throw new IOException(
                        request.name() + ": answer above " + BODY_BYTES_MAX + " bytes");
            }
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            body.writeBytes(bytes);
        });
        return parser.answer(body.toString(UTF_8));
    }

    /// Sends and waits; the body is counted and dropped.
    ///
    /// @return its length in bytes
    /// @throws IOException if the server answers otherwise than expected, or not at all
    public long drain(Request request) throws IOException {
        perform(request, AnswerParser.Sink.NONE);
        return parser.bodyBytes();
    }

    /// Sends and waits; the body goes to `sink` as it arrives.
    ///
    /// @throws IOException if the server answers otherwise than expected, or not at all
    public void read(Request request, AnswerParser.Sink sink) throws IOException {
        perform(request, sink);
    }

    /// Reads only the beginning of the answer's body and hangs up, as clients do that probe a
    /// layer.
    ///
    /// @return the bytes of the body that were read
    public long readSome(Request request, long bytes) throws IOException {
        send(request);
        parser.begin(request);
        while (parser.bodyBytes() < bytes && !parser.feed(input, AnswerParser.Sink.NONE)) {
            fill(request);
        }
        check(request);
        reopen();
        return parser.bodyBytes();
    }

    /// Asks, and hangs up after some time without having read anything.
    public void leave(Request request, Duration after) throws IOException, InterruptedException {
        send(request);
        Thread.sleep(after);
        reopen();
    }

    /// Sends the head and the first `bytes` of the body, then hangs up.
    public void abandonAfter(Request request, long bytes) throws IOException {
        Body.writeFully(channel, request.head());
        request.body().writeTo(new CuttingChannel(channel, bytes));
        reopen();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }

    private void perform(Request request, AnswerParser.Sink sink) throws IOException {
        send(request);
        parser.begin(request);
        while (!parser.feed(input, sink)) {
            fill(request);
        }
        if (parser.closing()) {
            reopen();
        }
        check(request);
    }

    private void send(Request request) throws IOException {
        Body.writeFully(channel, request.head());
        if (request.isChunked()) {
            request.body().writeTo(new ChunkingChannel(channel));
            Body.writeFully(channel, ByteBuffer.wrap("0\r\n\r\n".getBytes(US_ASCII)));
        } else {
            request.body().writeTo(channel);
        }
    }

    private void fill(Request request) throws IOException {
        input.clear();
        int count = channel.read(input);
        input.flip();
        if (count < 0) {
            throw new EOFException(request.name() + ": the server closed the connection");
        }
    }

    private void check(Request request) throws IOException {
        if (!request.expects(parser.status())) {
            throw new UnexpectedAnswerException(request, parser.status());
        }
    }

    /// Starts over on a fresh connection, after an exchange that ended in the middle.
    public void reopen() throws IOException {
        channel.close();
        if (closed) {
            throw new IOException("the load was stopped");
        }
        channel = connect(endpoint);
        input.clear().flip();
    }

    private static SocketChannel connect(Endpoint endpoint) throws IOException {
        var channel = SocketChannel.open();
        try {
            channel.connect(endpoint.address());
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot connect to " + endpoint, e);
        }
    }

    /// Frames each write as one chunk (RFC 9112, 7.1).
    private record ChunkingChannel(SocketChannel target) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int length = bytes.remaining();
            byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(US_ASCII);
            Body.writeFully(target, ByteBuffer.wrap(size));
            Body.writeFully(target, bytes);
            Body.writeFully(target, ByteBuffer.wrap("\r\n".getBytes(US_ASCII)));
            return length;
        }

        @Override
        public boolean isOpen() {
            return target.isOpen();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("a body does not close its connection");
        }
    }
}
