package dev.berth.bench.load;

import dev.berth.bench.http.AnswerParser;
import dev.berth.bench.http.Body;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.Request;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/// A number of connections, each of which asks again as soon as it has its answer.
///
/// How it works: one thread, one selector, one read buffer. Requests are bytes made before; answers
/// are parsed only as far as their end. So the load generator spends about one read and one write
/// call per request, and a single core of it outruns the servers that it measures.
///
/// A [Schedule] says when a connection that is free may ask again: at once, by the clock, or never.
///
/// Requests carry no body and are small enough for an empty socket buffer. What is under way when
/// the time is up is dropped: its bytes count, the request does not.
public final class SteadyLoad {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int HOPELESS_ERRORS = 100;
    private static final int PATIENCE = 10;
    private static final Duration SELECT_TIMEOUT = Duration.ofMillis(50);

    private final Endpoint endpoint;
    private final Duration time;
    private final Duration patience;
    private final Schedule schedule;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Recorder recorder = new Recorder();
    private final Errors errors = new Errors();
    private final ArrayDeque<Client> free = new ArrayDeque<>();
    private long bytes;

    /// @param patience how long it lasts while nothing has been answered
    private SteadyLoad(Endpoint endpoint, Duration time, Duration patience, Schedule schedule) {
        this.endpoint = endpoint;
        this.time = time;
        this.patience = patience;
        this.schedule = schedule;
    }

    /// Runs for `time`, or until it is clear that nothing works. Goes on for the first answer, up
    /// to ten times as long: in a short round a cold server may need more than all of it.
    ///
    /// @param requests the n-th request of the whole load; an object may come again
    /// @throws IOException if no connection can be made
    public static Outcome run(
            Endpoint endpoint, int connections, Duration time, IntFunction<Request> requests)
            throws IOException {
        var patience = time.multipliedBy(PATIENCE);
        return new SteadyLoad(endpoint, time, patience, new Schedule.AtOnce())
                .run(connections, requests);
    }

    /// Asks so many times a second, whether or not answers keep up: what waits for a free
    /// connection has begun when it was due.
    ///
    /// @throws IOException if no connection can be made
    public static Outcome paced(
            Endpoint endpoint,
            int connections,
            double perSecond,
            Duration time,
            IntFunction<Request> requests)
            throws IOException {
        return new SteadyLoad(endpoint, time, time, new Schedule.Paced(perSecond))
                .run(connections, requests);
    }

    /// Asks once on every connection, all at the same time.
    ///
    /// @param deadline when answers that are missing are errors
    /// @throws IOException if no connection can be made
    public static Outcome once(
            Endpoint endpoint, int connections, Duration deadline, IntFunction<Request> requests)
            throws IOException {
        var counted = new Schedule.Counted(connections);
        var load = new SteadyLoad(endpoint, deadline, deadline, counted);
        Outcome outcome = load.run(connections, requests);
        return outcome.errors() == 0 && outcome.operations() < connections
                ? outcome.withError("not all answers within " + deadline.toMillis() + " ms")
                : outcome;
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
            schedule.begin(start);
            free.addAll(clients);
            askAgain();
            while (System.nanoTime() - start < lasting().toNanos()
                    && !hopeless()
                    && !isOver(clients)) {
                selector.select(key -> ((Client) key.attachment()).read(), waitMillis());
                askAgain();
            }
        } finally {
            closeAll(clients);
        }
        if (isSilent()) {
            errors.add("no answer within " + patience.toMillis() + " ms");
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

    private Duration lasting() {
        return isSilent() ? patience : time;
    }

    private boolean isSilent() {
        return recorder.count() == 0 && bytes == 0 && errors.count() == 0;
    }

    private void askAgain() {
        while (!free.isEmpty() && schedule.isDue(System.nanoTime())) {
            free.remove().begin(schedule.take(System.nanoTime()));
        }
    }

    /// As long as nothing is due; a connection that is needed wakes up anyway.
    private long waitMillis() {
        return free.isEmpty()
                ? SELECT_TIMEOUT.toMillis()
                : schedule.wait(System.nanoTime(), SELECT_TIMEOUT).toMillis();
    }

    private boolean isOver(List<Client> clients) {
        return schedule.isOver() && free.size() == clients.size();
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
        private @Nullable Request request;
        private long sentAt;

        Client(Selector selector, Sequence sequence) throws IOException {
            this.selector = selector;
            this.sequence = sequence;
            this.channel = connect();
        }

        private SocketChannel connect() throws IOException {
            var opened = SocketChannel.open(endpoint.address());
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_READ, this);
            return opened;
        }

        /// Asks for the next thing, which counts from `since`.
        void begin(long since) {
            request = sequence.next();
            try {
                send(since);
            } catch (IOException e) {
                recover(e);
            }
        }

        void read() {
            try {
                buffer.clear();
                if (channel.read(buffer) < 0) {
                    throw new EOFException(asked().name() + ": the server closed the connection");
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
            if (asked().expects(parser.status())) {
                recorder.add(System.nanoTime() - sentAt);
            } else {
                errors.add(asked().unexpected(parser.status()));
            }
            if (parser.closing()) {
                channel.close();
                channel = connect();
            }
            free.add(this);
            askAgain();
        }

        private void send(long since) throws IOException {
            parser.begin(asked());
            sentAt = since;
            Body.writeFully(channel, asked().head());
        }

        private Request asked() {
            return Objects.requireNonNull(request, "read before anything was asked");
        }

        private void recover(IOException failure) {
            errors.add(failure);
            if (hopeless()) {
                return;
            }
            try {
                channel.close();
                channel = connect();
                free.add(this);
            } catch (IOException e) {
                errors.add(e);
            }
        }
    }
}
