package dev.berth.bench.harbor;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.StandardOpenOption;
import java.util.PriorityQueue;

/// HTTP/1.1 on loopback, one thread and one selector: a mock must cost less than what stands in
/// front of it.
///
/// Requests of a connection are answered one after the other. A peer that breaks the rules loses
/// its connection.
final class HarborServer implements Closeable {
    private static final int BACKLOG = 4096;
    private static final int HEAD_BYTES_MAX = 16 * 1024;
    private static final long IDLE_WAIT_MILLIS = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final HarborContent content;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final PriorityQueue<Due> timers = new PriorityQueue<>();

    /// An answer that waits.
    private record Due(long nanos, Client client, Reply reply) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(nanos - other.nanos, 0);
        }
    }

    /// Listens.
    ///
    /// @param port 0 for a free one
    HarborServer(HarborContent content, int port) throws IOException {
        this.content = content;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    /// Serves until it is closed.
    void run() throws IOException {
        while (listener.isOpen()) {
            selector.select(this::ready, waitMillis());
            long now = System.nanoTime();
            while (!timers.isEmpty() && timers.peek().nanos() - now <= 0) {
                var due = timers.remove();
                due.client().reply(due.reply());
            }
        }
    }

    /// Stops listening; connections end with their clients or with the process.
    @Override
    public void close() throws IOException {
        listener.close();
        selector.wakeup();
    }

    private long waitMillis() {
        if (timers.isEmpty()) {
            return IDLE_WAIT_MILLIS;
        }
        long nanos = timers.peek().nanos() - System.nanoTime();
        return Math.clamp(nanos / NANOS_PER_MILLI + 1, 1, IDLE_WAIT_MILLIS);
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Client client) {
            client.ready(key);
        } else if (key.isValid()) {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel accepted = listener.accept();
            while (accepted != null) {
                content.connected();
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.configureBlocking(false);
                var client = new Client(accepted);
                accepted.register(selector, SelectionKey.OP_READ, client);
                accepted = listener.accept();
            }
        } catch (IOException e) {
            System.err.println("the mock could not accept: " + e.getMessage());
        }
    }

    /// A connection: a head that is being read, or a reply that is being written.
    private final class Client {
        private final SocketChannel channel;
        private final ByteBuffer input = ByteBuffer.allocate(HEAD_BYTES_MAX);
        private ByteBuffer output = ByteBuffer.allocate(0);
        private @Nullable FileChannel file;
        private long fileAt;
        private long fileEnd;
        private boolean busy;
        private boolean closes;

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        void ready(SelectionKey ready) {
            try {
                if (ready.isWritable()) {
                    write();
                }
                if (ready.isValid() && ready.isReadable()) {
                    read();
                }
            } catch (IOException _) {
                close();
            }
        }

        private void read() throws IOException {
            if (channel.read(input) < 0) {
                close();
                return;
            }
            next();
        }

        /// Answers the request at the beginning of the input, if it is there.
        private void next() throws IOException {
            int end = busy ? 0 : headEnd();
            if (end == 0) {
                if (!busy && !input.hasRemaining()) {
                    throw new IOException("a head of more than " + HEAD_BYTES_MAX + " bytes");
                }
                return;
            }
            var asked = Asked.parse(input.array(), end);
            input.flip().position(end);
            input.compact();
            busy = true;
            closes = asked.closes();
            Reply reply = content.answer(asked);
            long latency = content.knobs().latency().toNanos();
            if (latency > 0 && HarborContent.isContent(asked.path())) {
                timers.add(new Due(System.nanoTime() + latency, this, reply));
            } else {
                send(reply);
            }
        }

        private int headEnd() {
            byte[] bytes = input.array();
            for (int at = 3; at < input.position(); at++) {
                if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
                    return at + 1;
                }
            }
            return 0;
        }

        void reply(Reply reply) {
            try {
                if (channel.isOpen()) {
                    send(reply);
                }
            } catch (IOException _) {
                close();
            }
        }

        private void send(Reply reply) throws IOException {
            switch (reply) {
                case Reply.Bytes(var wire) -> output = ByteBuffer.wrap(wire);
                case Reply.OfFile(var head, var path, var length) -> {
                    output = ByteBuffer.wrap(head);
                    file = FileChannel.open(path, StandardOpenOption.READ);
                    fileAt = 0;
                    fileEnd = length;
                }
                case Reply.Never _ -> {
                    return;
                }
                case Reply.Hangup _ -> {
                    close();
                    return;
                }
            }
            write();
        }

        private void write() throws IOException {
            channel.write(output);
            while (!output.hasRemaining() && file != null && fileAt < fileEnd) {
                long sent = file.transferTo(fileAt, fileEnd - fileAt, channel);
                fileAt += sent;
                if (sent == 0) {
                    break;
                }
            }
            if (output.hasRemaining() || fileAt < fileEnd) {
                watch(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            finish();
        }

        private void watch(int operations) {
            channel.keyFor(selector).interestOps(operations);
        }

        private void finish() throws IOException {
            watch(SelectionKey.OP_READ);
            if (file != null) {
                file.close();
                file = null;
            }
            busy = false;
            if (closes) {
                close();
            } else {
                next();
            }
        }

        private void close() {
            try {
                channel.close();
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                System.err.println("the mock could not close: " + e.getMessage());
            }
        }
    }
}
