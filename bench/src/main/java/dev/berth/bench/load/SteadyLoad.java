package dev.berth.bench.load;

import dev.berth.bench.http.AnswerParser;
import dev.berth.bench.http.Body;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.Request;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// A number of connections, each of which asks again as soon as it has its answer.
///
/// How it works: one thread, one selector, one read buffer. Requests are bytes made before; answers
/// are parsed only as far as their end. So the load generator spends about one read and one write
/// call per request, and a single core of it outruns the servers that it measures.
///
/// Requests carry no body and are small enough for an empty socket buffer. What is under way when
/// the time is up is dropped: its bytes count, the request does not.
public final class SteadyLoad {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int HOPELESS_ERRORS = 100;
    private static final Duration SELECT_TIMEOUT = Duration.ofMillis(50);

    private final Endpoint endpoint;
    private final Duration time;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Recorder recorder = new Recorder();
    private final Errors errors = new Errors();
    private long bytes;

    private SteadyLoad(Endpoint endpoint, Duration time) {
        this.endpoint = endpoint;
        this.time = time;
    }

    /// Runs for `time`, or until it is clear that nothing works.
    ///
    /// @param requests the n-th request of the whole load; an object may come again
    /// @throws IOException if no connection can be made
    public static Outcome run(
            Endpoint endpoint, int connections, Duration time, IntFunction<Request> requests)
            throws IOException {
        return new SteadyLoad(endpoint, time).run(connections, requests);
    }

    private Outcome run(int connections, IntFunction<Request> requests) throws IOException {
        var clients = new ArrayList<Client>(connections);
        long start;
        try (var selector = Selector.open()) {
            var sequence = new Sequence(requests);
            for (int i = 0; i < connections; i++) {
                clients.add(new Client(selector, sequence));
            }
            start = System.nanoTime();
            clients.forEach(Client::begin);
            while (System.nanoTime() - start < time.toNanos() && !hopeless()) {
                selector.select(
                        key -> ((Client) key.attachment()).read(), SELECT_TIMEOUT.toMillis());
            }
        } finally {
            closeAll(clients);
        }
        if (recorder.count() == 0 && bytes == 0 && errors.count() == 0) {
            errors.add("no answer within " + time.toMillis() + " ms");
        }
        var elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new Outcome(
                recorder.count(),
                bytes,
                errors.count(),
                errors.first(),
                elapsed,
                recorder.latencies());
    }

    private boolean hopeless() {
        return recorder.count() == 0 && errors.count() >= HOPELESS_ERRORS;
    }

    private static void closeAll(List<Client> clients) throws IOException {
        for (Client client : clients) {
            client.channel.close();
        }
    }

    /// Hands out requests in order. For the one thread of the load.
    private static final class Sequence {
        private final IntFunction<Request> requests;
        private int next;

        Sequence(IntFunction<Request> requests) {
            this.requests = requests;
        }

        Request next() {
            return requests.apply(next++ & Integer.MAX_VALUE);
        }
    }

    /// One connection and the request that it waits for.
    private final class Client {
        private final Selector selector;
        private final Sequence sequence;
        private final AnswerParser parser = new AnswerParser();
        private SocketChannel channel;
        private Request request;
        private long sentAt;

        Client(Selector selector, Sequence sequence) throws IOException {
            this.selector = selector;
            this.sequence = sequence;
            this.request = sequence.next();
            this.channel = connect();
        }

        private SocketChannel connect() throws IOException {
            var opened = SocketChannel.open(endpoint.address());
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_READ, this);
            return opened;
        }

        void begin() {
            try {
                send();
            } catch (IOException e) {
                recover(e);
            }
        }

        void read() {
            try {
                buffer.clear();
                if (channel.read(buffer) < 0) {
                    throw new EOFException(request.name() + ": the server closed the connection");
                }
                buffer.flip();
                long before = parser.bodyBytes();
                boolean complete = parser.feed(buffer, AnswerParser.Sink.NONE);
                bytes += parser.bodyBytes() - before;
                if (complete) {
                    finish();
                }
            } catch (IOException e) {
                recover(e);
            }
        }

        private void finish() throws IOException {
            if (request.expects(parser.status())) {
                recorder.add(System.nanoTime() - sentAt);
            } else {
                errors.add(request.unexpected(parser.status()));
            }
            if (parser.closing()) {
                channel.close();
                channel = connect();
            }
            request = sequence.next();
            send();
        }

        private void send() throws IOException {
            parser.begin(request);
            sentAt = System.nanoTime();
            Body.writeFully(channel, request.head());
        }

        private void recover(IOException failure) {
            errors.add(failure);
            if (hopeless()) {
                return;
            }
            try {
                channel.close();
                channel = connect();
                send();
            } catch (IOException e) {
                errors.add(e);
            }
        }
    }
}
