package dev.berth.platform.lifecycle;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/// Everything a role has opened; closes in reverse order.
///
/// - Closing goes on when one of them fails: the first failure is thrown, the others are
///   suppressed by it.
/// - Closing twice is harmless. What is added after closing is closed at once.
/// - Any thread may add; one closes.
public final class Resources implements AutoCloseable {
    /// Guards `opened` and `closed`; not held while something closes.
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean closed;

    /// Keeps what was opened until closing, and gives it back.
    ///
    /// @throws IllegalStateException after [#close]; the resource is closed then
    public <T extends AutoCloseable> T add(T resource) throws IOException {
        lock.lock();
        try {
            if (!closed) {
                opened.push(resource);
                return resource;
            }
        } finally {
            lock.unlock();
        }
        var late = new IllegalStateException("opened after closing: " + resource);
        @Nullable Exception failure = closeOne(resource);
        if (failure != null) {
            late.addSuppressed(failure);
        }
        throw late;
    }

    /// Closes all, the last one first.
    ///
    /// @throws IOException the first failure, with the others suppressed
    @Override
    public void close() throws IOException {
        @Nullable Exception first = null;
        for (var next = takeLast(); next != null; next = takeLast()) {
            @Nullable Exception failure = closeOne(next);
            if (first == null) {
                first = failure;
            } else if (failure != null) {
                first.addSuppressed(failure);
            }
        }
        switch (first) {
            case null -> {}
            case IOException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case Exception failure ->
                throw new IOException("closing failed: " + failure.getMessage(), failure);
        }
    }

    private @Nullable AutoCloseable takeLast() {
        lock.lock();
        try {
            closed = true;
            return opened.poll();
        } finally {
            lock.unlock();
        }
    }

    /// Catches every exception: one that cannot close must not keep the others open.
    private static @Nullable Exception closeOne(AutoCloseable resource) {
        try {
            resource.close();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        } catch (Exception e) {
            return e;
        }
    }
}
