package dev.berth.bench.load;

import dev.berth.bench.http.Connection;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.UnexpectedAnswerException;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A number of operations that writers share: each takes the next piece when it has done one.
///
/// Writers are platform threads with a connection each. When the deadline comes, connections are
/// closed under the writers' hands, and the pieces not done are not counted.
public final class CountedLoad {
    private static final long NOT_DONE = -1;
    private static final int HOPELESS_ERRORS = 100;

    private final Endpoint endpoint;
    private final int count;
    private final Operation operation;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Errors errors = new Errors();
    private final long[] nanos;
    private volatile boolean stopped;

    private CountedLoad(Endpoint endpoint, int count, Operation operation) {
        this.endpoint = endpoint;
        this.count = count;
        this.operation = operation;
        this.nanos = new long[count];
        Arrays.fill(nanos, NOT_DONE);
    }

    /// Runs until all is done, or the deadline comes.
    ///
    /// @param deadline when to stop although not everything is done; that is an error
    /// @throws IOException if a writer cannot connect
    public static Outcome run(
            Endpoint endpoint, int writers, int count, Duration deadline, Operation operation)
            throws IOException, InterruptedException {
        return new CountedLoad(endpoint, count, operation).run(writers, deadline);
    }

    private Outcome run(int writers, Duration deadline) throws IOException, InterruptedException {
        var connections = new Connection[writers];
        for (int i = 0; i < writers; i++) {
            connections[i] = Connection.open(endpoint);
        }
        long start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(writers)) {
            for (Connection connection : connections) {
                threads.execute(() -> work(connection));
            }
            threads.shutdown();
            if (!threads.awaitTermination(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                stop(connections, deadline);
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        var elapsed = Duration.ofNanos(System.nanoTime() - start);
        long[] done = Arrays.stream(nanos).filter(each -> each != NOT_DONE).toArray();
        return new Outcome(
                done.length,
                bytes.get(),
                errors.count(),
                errors.first(),
                elapsed,
                new Latencies(done));
    }

    private void stop(Connection[] connections, Duration deadline) throws IOException {
        stopped = true;
        errors.add("not done after " + deadline.toSeconds() + " s");
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private void work(Connection connection) {
        int index = next.getAndIncrement();
        while (index < count && !stopped && errors.count() < HOPELESS_ERRORS) {
            long start = System.nanoTime();
            try {
                bytes.addAndGet(operation.perform(connection, index));
                nanos[index] = System.nanoTime() - start;
            } catch (UnexpectedAnswerException e) {
                errors.add(e);
            } catch (IOException e) {
                errors.add(e);
                if (!reopen(connection)) {
                    return;
                }
            }
            index = next.getAndIncrement();
        }
    }

    private boolean reopen(Connection connection) {
        try {
            connection.reopen();
            return true;
        } catch (IOException e) {
            if (!stopped) {
                errors.add(e);
            }
            return false;
        }
    }
}
