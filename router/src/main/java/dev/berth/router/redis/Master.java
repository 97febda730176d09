package dev.berth.router.redis;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The connections to one master, from when it was found until it is lost.
///
/// Thread-safe; the subscription is used by one thread.
final class Master implements AutoCloseable {
    private final RedisDialer dialer;
    private final RedisConnection subscription;
    private final ConcurrentLinkedDeque<RedisConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /// Finds it.
    Master(RedisDialer dialer) throws IOException {
        this.dialer = dialer;
        this.subscription = dialer.dial();
    }

    void subscribe(String channel) throws IOException {
        subscription.call(List.of("SUBSCRIBE", channel));
    }

    RedisConnection subscription() {
        return subscription;
    }

    /// Sends a command by a connection of its own.
    @Nullable
    Object call(List<String> command) throws IOException {
        var waiting = idle.poll();
        var connection = waiting == null ? dialer.dial() : waiting;
        boolean usable = false;
        try {
            var answer = connection.call(command);
            usable = true;
            return answer;
        } catch (RedisException e) {
            usable = e.isConnectionUsable();
            throw e;
        } finally {
            if (usable) {
                keep(connection);
            } else {
                connection.close();
            }
        }
    }

    private void keep(RedisConnection connection) {
        idle.push(connection);
        if (closed) {
            closeIdle();
        }
    }

    private void closeIdle() {
        for (var each = idle.poll(); each != null; each = idle.poll()) {
            each.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        subscription.close();
        closeIdle();
    }
}
