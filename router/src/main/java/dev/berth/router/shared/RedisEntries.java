package dev.berth.router.shared;

import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.redis.Redis;
import dev.berth.router.redis.RedisSettings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;

/// Entries in Redis.
///
/// Writes wait in a queue of [#QUEUE_MAX] for one thread; what does not fit, or comes while
/// Redis is away, is dropped: another router asks Harbor then.
public final class RedisEntries implements SharedEntries, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisEntries.class);
    private static final int QUEUE_MAX = 4_096;
    private static final String KEYS = "2:m:";
    private static final String PROJECTS = "2:projects";
    private static final String WARM = "2:warmup";
    private static final Duration PROJECTS_TTL = Duration.ofDays(7);

    private final Redis redis;
    private final Signature signature;
    private final RouterMetrics metrics;
    private final Clock clock;
    private final String self = UUID.randomUUID().toString();
    private final BlockingQueue<Write> writes = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Thread writer = Thread.ofVirtual().name("redis-writer").unstarted(this::write);

    private volatile Listener listener = (_, _) -> {};

    private RedisEntries(
            RedisSettings settings,
            Signature signature,
            RouterMetrics metrics,
            Clock clock,
            LongSupplier nanoTime)
            throws IOException {
        this.signature = signature;
        this.metrics = metrics;
        this.clock = clock;
        this.redis = Redis.open(settings, metrics, nanoTime, this::heard);
    }

    /// Something to be told to Redis.
    @FunctionalInterface
    private interface Write {
        void to(Redis redis) throws IOException, InterruptedException;
    }

    /// Begins to look for Redis, and waits for nothing.
    ///
    /// @param nanoTime as `System::nanoTime`
    /// @throws IOException if the file of authorities cannot be read
    public static RedisEntries open(
            RedisSettings settings,
            Signature signature,
            RouterMetrics metrics,
            Clock clock,
            LongSupplier nanoTime)
            throws IOException {
        var entries = new RedisEntries(settings, signature, metrics, clock, nanoTime);
        entries.writer.start();
        return entries;
    }

    /// From now on `told` is told what others found to be changed.
    public void listen(Listener told) {
        listener = told;
    }

    private void heard(String message) {
        var parts = message.split("\n", -1);
        if (parts.length == 3 && !parts[0].equals(self)) {
            listener.changed(parts[1], parts[2]);
        }
    }

    @Override
    public boolean isConnected() {
        return redis.isConnected();
    }

    @Override
    public Optional<SharedValue> find(String key) throws InterruptedException {
        var name = KEYS + key;
        return get(name).flatMap(signed -> {
            var value = signature
                    .verified(name, signed)
                    .flatMap(text -> SharedValue.parse(text, clock.instant()));
            if (value.isEmpty()) {
                metrics.strangeEntry();
            }
            return value;
        });
    }

    private Optional<String> get(String name) throws InterruptedException {
        try {
            return redis.get(name);
        } catch (IOException e) {
            log.atDebug().addKeyValue("error", e.getMessage()).log("redis cannot be asked");
            return Optional.empty();
        }
    }

    @Override
    public void put(String key, SharedValue value, Duration ttl) {
        var name = KEYS + key;
        enqueue(to -> to.set(name, signature.sign(name, value.text()), ttl));
    }

    @Override
    public void changed(String image, String reference) {
        enqueue(to -> to.publish(self + "\n" + image + "\n" + reference));
    }

    @Override
    public Optional<String> projects() throws InterruptedException {
        return get(PROJECTS).flatMap(signed -> signature.verified(PROJECTS, signed));
    }

    @Override
    public void putProjects(String list) {
        enqueue(to -> to.set(PROJECTS, signature.sign(PROJECTS, list), PROJECTS_TTL));
    }

    @Override
    public Optional<String> warmUp() throws InterruptedException {
        return get(WARM).flatMap(signed -> signature.verified(WARM, signed));
    }

    @Override
    public void putWarmUp(String list) {
        enqueue(to -> to.set(WARM, signature.sign(WARM, list), WARM_UP_TTL));
    }

    private void enqueue(Write write) {
        if (!writes.offer(write)) {
            metrics.redisCalled("set", "dropped");
        }
    }

    private void write() {
        try {
            while (true) {
                var next = writes.take();
                try {
                    next.to(redis);
                } catch (IOException e) {
                    log.atDebug().addKeyValue("error", e.getMessage()).log("redis was not told");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        writer.interrupt();
        redis.close();
    }
}
