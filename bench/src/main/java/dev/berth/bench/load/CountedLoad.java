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
/// Writers are platform threads with a connection each. A piece that failed, or was not
/// begun when the time was up, is not counted. What hangs at the deadline is cut off, and
/// that is an error.
public final class CountedLoad {
    private static final long NOT_DONE = -1;
    private static final int HOPELESS_ERRORS = 100;
    private static final Duration GRACE = Duration.ofMinutes(5);

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

    /// Runs until all is done.
    ///
    /// @param deadline when to cut off what is not done; that is an error
    /// @throws IOException if a writer cannot connect
    public static Outcome run(
            Endpoint endpoint, int writers, int count, Duration deadline, Operation operation)
            throws IOException, InterruptedException {
        return new CountedLoad(endpoint, count, operation).run(writers, deadline, Duration.ZERO);
    }

    /// Runs until all is done or the time is up; then lets writers finish their piece.
    ///
    /// @throws IOException if a writer cannot connect
    public static Outcome runFor(
            Endpoint endpoint, int writers, int countMax, Duration time, Operation operation)
            throws IOException, InterruptedException {
        return new CountedLoad(endpoint, countMax, operation).run(writers, time, GRACE);
    }

    private Outcome run(int writers, Duration time, Duration grace)
            throws IOException, InterruptedException {
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
            boolean done = threads.awaitTermination(time.toNanos(), TimeUnit.NANOSECONDS);
            stopped = true;
            if (!done && !threads.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS)) {
                errors.add("not done after " + time.plus(grace).toSeconds() + " s");
                closeAll(connections);
            }
        } finally {
            closeAll(connections);
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

    private static void closeAll(Connection[] connections) throws IOException {
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
            errors.add(e);
            return false;
        }
    }
}
