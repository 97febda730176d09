package dev.berth.router.redis;

import dev.berth.router.metrics.RouterMetrics;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Commands to the master, as long as there is one, and messages between those who use it.
///
/// How it works: one thread looks for the master and subscribes there. While it hears from
/// it, commands go there too, by connections that are opened as they are needed. The first
/// command or silence that shows that the master is gone ends all of them: commands fail at
/// once from then on, and the thread looks anew. So who uses Redis waits once for
/// `answerWait`, and while it is away not at all.
///
/// - Texts are UTF-8. Keys and the channel get the prefix of the settings.
/// - Thread-safe; open until [#close].
public final class Redis implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Redis.class);
    private static final int COMMANDS_MAX = 16;
    private static final String CHANNEL = "changes";

    /// Between two looks for the master, about.
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// Without a message; then the master is asked whether it is there.
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final RedisSettings settings;
    private final RedisDialer dialer;
    private final RouterMetrics metrics;
    private final Consumer<String> heard;
    private final Semaphore free = new Semaphore(COMMANDS_MAX);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Master master;

    private Redis(
            RedisSettings settings,
            RedisDialer dialer,
            RouterMetrics metrics,
            Consumer<String> heard) {
        this.settings = settings;
        this.dialer = dialer;
        this.metrics = metrics;
        this.heard = heard;
    }

    /// Begins to look for the master, and waits for nothing.
    ///
    /// @param nanoTime as `System::nanoTime`
    /// @param heard told of every message, also of our own, on a thread that this owns
    /// @throws IOException if the file of authorities cannot be read
    public static Redis open(
            RedisSettings settings,
            RouterMetrics metrics,
            LongSupplier nanoTime,
            Consumer<String> heard)
            throws IOException {
        var redis = new Redis(settings, new RedisDialer(settings, nanoTime), metrics, heard);
        Thread.ofVirtual().name("redis").start(redis::run);
        return redis;
    }

    private void run() {
        boolean first = true;
        boolean told = false;
        try {
            do {
                try (var found = new Master(dialer)) {
                    found.subscribe(settings.prefix() + CHANNEL);
                    master = found;
                    if (!first) {
                        metrics.redisReconnected();
                    }
                    log.atInfo().addKeyValue("again", !first).log("redis connected");
                    first = false;
                    told = false;
                    listen(found);
                } catch (IOException e) {
                    master = null;
                    if (!told) {
                        told = true;
                        log.atWarn()
                                .addKeyValue("error", e.getMessage())
                                .log("redis is away; this router remembers for itself meanwhile");
                    }
                }
            } while (!closed.await(pause(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long pause() {
        return PAUSE.toMillis() / 2 + ThreadLocalRandom.current().nextLong(PAUSE.toMillis());
    }

    /// Until the master is gone, or this is closed.
    private void listen(Master found) throws IOException {
        boolean asked = false;
        found.subscription().waitFor(SILENCE);
        while (closed.getCount() > 0) {
            try {
                message(found.subscription().receive()).ifPresent(heard);
                asked = false;
            } catch (SocketTimeoutException e) {
                if (asked) {
                    throw new IOException("the master is silent", e);
                }
                asked = true;
                found.subscription().send(List.of("PING"));
            }
        }
    }

    private static Optional<String> message(@Nullable Object received) {
        return received instanceof List<?> parts
                        && parts.size() == 3
                        && "message".equals(parts.getFirst())
                        && parts.getLast() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /// Whether there is a master now.
    public boolean isConnected() {
        return master != null;
    }

    /// The value of a key; empty if there is none.
    ///
    /// @throws RedisException also if the value is no text
    public Optional<String> get(String key) throws IOException, InterruptedException {
        return switch (call("get", List.of("GET", settings.prefix() + key))) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw RedisException.malformed("a value that is no text");
        };
    }

    /// Sets a key for a time.
    public void set(String key, String value, Duration ttl)
            throws IOException, InterruptedException {
        var milliseconds = Long.toString(Math.max(1, ttl.toMillis()));
        call("set", List.of("SET", settings.prefix() + key, value, "PX", milliseconds));
    }

    public void delete(String key) throws IOException, InterruptedException {
        call("del", List.of("DEL", settings.prefix() + key));
    }

    /// Tells all who listen.
    public void publish(String message) throws IOException, InterruptedException {
        call("publish", List.of("PUBLISH", settings.prefix() + CHANNEL, message));
    }

    private @Nullable Object call(String operation, List<String> command)
            throws IOException, InterruptedException {
        var now = master;
        if (now == null) {
            metrics.redisFellBack();
            throw RedisException.unconnected();
        }
        if (!free.tryAcquire(settings.answerWait().toMillis(), TimeUnit.MILLISECONDS)) {
            metrics.redisCalled(operation, "error");
            throw RedisException.unconnected();
        }
        try {
            var answer = now.call(command);
            metrics.redisCalled(operation, "ok");
            return answer;
        } catch (IOException e) {
            metrics.redisCalled(operation, "error");
            if (!(e instanceof RedisException refused) || !refused.isConnectionUsable()) {
                lost(now);
            }
            throw e;
        } finally {
            free.release();
        }
    }

    /// The thread that listens to it finds out by its connection.
    private void lost(Master gone) {
        if (master == gone) {
            master = null;
        }
        gone.close();
    }

    @Override
    public void close() {
        closed.countDown();
        var last = master;
        if (last != null) {
            last.close();
        }
    }
}
