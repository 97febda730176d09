package dev.berth.router.flight;

import dev.berth.platform.telemetry.RequestContext;
import dev.berth.platform.waiting.Waits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Questions under way: who asks what is being asked already waits for that answer.
///
/// - A flight is a task of its own: it ends whether or not anybody waits for it, and its entry ends
///   with it. Its logs and calls name the request that began it.
/// - At most [#FLIGHTS_MAX] at one time.
/// - Thread-safe.
public final class Flights<K, V> {
    public static final int FLIGHTS_MAX = 1024;

    private static final Logger log = LoggerFactory.getLogger(Flights.class);

    private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();
    private final Semaphore free = new Semaphore(FLIGHTS_MAX);
    private final Listener listener;

    public Flights(Listener listener) {
        this.listener = listener;
    }

    /// Told of those who wait for a flight of another; quick, and from any thread.
    public interface Listener {
        Listener NONE = new Listener() {
            @Override
            public void joined() {}

            @Override
            public void waited(long nanos) {}
        };

        /// Somebody begins to wait.
        void joined();

        /// Somebody has waited.
        void waited(long nanos);
    }

    /// Finds the answer; ends by its own deadlines.
    @FunctionalInterface
    public interface Task<V> {
        V run() throws InterruptedException;
    }

    /// The answer of the flight for `key`, which is started if there is none; empty if there are
    /// too many flights, or no answer came within `wait`.
    ///
    /// What the task throws is thrown to everybody who waits.
    public Optional<V> join(K key, Task<V> task, Duration wait) throws InterruptedException {
        Waits.begin();
        var own = new CompletableFuture<V>();
        var flight = underWay.putIfAbsent(key, own);
        if (flight == null) {
            if (!start(key, task, own)) {
                return Optional.empty();
            }
            return await(own, wait);
        }
        listener.joined();
        log.atDebug().addKeyValue("role", "follower").log("singleflight");
        long started = System.nanoTime();
        try {
            return await(flight, wait);
        } finally {
            listener.waited(System.nanoTime() - started);
        }
    }

    /// Starts a flight unless one is under way, and waits for none.
    public void launch(K key, Task<V> task) {
        var own = new CompletableFuture<V>();
        if (underWay.putIfAbsent(key, own) == null) {
            start(key, task, own);
        }
    }

    private boolean start(K key, Task<V> task, CompletableFuture<V> flight) {
        if (!free.tryAcquire()) {
            underWay.remove(key, flight);
            flight.cancel(false);
            return false;
        }
        log.atDebug().addKeyValue("role", "leader").log("singleflight");
        Thread.ofVirtual()
                .name("flight")
                .start(RequestContext.passedOn(() -> fly(key, task, flight)));
        return true;
    }

    private void fly(K key, Task<V> task, CompletableFuture<V> flight) {
        try {
            var answer = task.run();
            underWay.remove(key, flight);
            flight.complete(answer);
        } catch (InterruptedException | RuntimeException | Error e) {
            underWay.remove(key, flight);
            flight.completeExceptionally(e);
        } finally {
            free.release();
        }
    }

    private static <V> Optional<V> await(CompletableFuture<V> flight, Duration wait)
            throws InterruptedException {
        try {
            return Optional.of(flight.get(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException("a flight failed", e.getCause());
        }
    }

    /// How many questions are being asked now.
    public int underWay() {
        return underWay.size();
    }
}
