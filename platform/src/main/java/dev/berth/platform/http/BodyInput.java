package dev.berth.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The body of a request as a blocking stream.
///
/// How it works: the event loop puts what arrives into a queue, as the buffers it was read into,
/// and stops reading the connection when the queue holds [#BYTES_HIGH]; the request's thread
/// takes as much as fits with one lock, and lets the connection go on once less than
/// [#BYTES_LOW] is left. A reader that keeps up is woken once per batch, and one that stalls
/// holds at most [#BYTES_HIGH] and one read of the connection.
///
/// - Thread-safe between the event loop and one reader; the queue is guarded by [#lock].
/// - A body that ends too early fails, it never looks complete.
/// - One that makes no progress fails; one that others wait for, also if it makes too little.
/// - Whoever took a body over calls [#discard] in the end, which frees what is queued.
final class BodyInput extends InputStream {
    private static final int BYTES_HIGH = 192 * 1024;
    private static final int BYTES_LOW = 64 * 1024;

    /// So much in a second has to come of a body that holds up others: half a megabit.
    private static final long HURRIED_BYTES_PER_SECOND = 64 * 1024;

    /// Stops and restarts the delivery of a body; on the event loop.
    interface Valve {
        void set(boolean open);
    }

    private final HttpServerRequest request;
    private final EventLoop eventLoop;
    private final Valve valve;
    private final long waitNanos;
    private final long declared;
    private boolean continueExpected;
    private long bytesMax = Long.MAX_VALUE;
    private long bytesRead;
    private long hurriedSince;
    private long hurriedNanos = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
    private long queued;
    private long arrived;
    private boolean stopped;
    private boolean ended;
    private boolean discarded;
    private @Nullable Throwable failure;
    private @Nullable Runnable over;

    /// Takes over the body; on the event loop, before any of it has been delivered.
    BodyInput(HttpServerRequest request, EventLoop eventLoop, Valve valve, Duration wait) {
        this.request = request;
        this.eventLoop = eventLoop;
        this.valve = valve;
        this.waitNanos = wait.toNanos();
        var length = request.getHeader("Content-Length");
        declared = length == null ? -1 : Long.parseLong(length);
        continueExpected = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
        request.handler(bytes -> arrived(((BufferInternal) bytes).getByteBuf()));
        request.endHandler(_ -> end(null));
        request.exceptionHandler(this::end);
    }

    /// Takes over bytes of the body, to be released here; on the event loop.
    void arrived(ByteBuf bytes) {
        lock.lock();
        try {
            arrived += bytes.readableBytes();
            if (discarded || !bytes.isReadable()) {
                bytes.release();
                return;
            }
            queue.add(bytes);
            queued += bytes.readableBytes();
            if (queued >= BYTES_HIGH && !stopped) {
                stopped = true;
                valve.set(false);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the stream, with a failure unless the body was complete.
    void end(@Nullable Throwable cause) {
        var action = ended(cause);
        if (action != null) {
            action.run();
        }
    }

    private @Nullable Runnable ended(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (!ended && failure == null) {
                failure = cause;
                ended = cause == null;
            }
            changed.signal();
            var action = over;
            over = null;
            return action;
        } finally {
            lock.unlock();
        }
    }

    /// Bounds what may be read, before the first read.
    void limit(long bytes) {
        bytesMax = bytes;
    }

    /// Gives the rest, of at most `bytes`, an end, before the first read.
    ///
    /// For who holds what others wait for until it has come: a byte now and then is progress,
    /// and could hold it for ever.
    void hurry(long bytes) {
        hurriedSince = System.nanoTime();
        hurriedNanos = waitNanos + TimeUnit.SECONDS.toNanos(bytes) / HURRIED_BYTES_PER_SECOND;
    }

    private long hurriedNanosLeft() {
        return hurriedNanos == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : hurriedNanos - (System.nanoTime() - hurriedSince);
    }

    /// Whether the client has not been told yet to send its body.
    boolean isContinueExpected() {
        return continueExpected;
    }

    /// How much of a body of declared length has not arrived yet; empty if none was declared.
    OptionalLong left() {
        lock.lock();
        try {
            return declared < 0 ? OptionalLong.empty() : OptionalLong.of(declared - arrived);
        } finally {
            lock.unlock();
        }
    }

    /// Whether the rest can never be read.
    boolean isBroken() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    boolean isConsumed() {
        lock.lock();
        try {
            return ended && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Has `action` run once nothing comes any more: now, or later on the event loop.
    void whenOver(Runnable action) {
        lock.lock();
        try {
            if (!ended && failure == null) {
                over = action;
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (continueExpected) {
            continueExpected = false;
            onEventLoop(() -> request.response().writeContinue());
        }
        lock.lock();
        try {
            if (!awaitBytes()) {
                return -1;
            }
            int taken = take(target, offset, length);
            bytesRead += taken;
            if (bytesRead > bytesMax) {
                throw new HttpException(new HttpProblem.BodyTooLarge(bytesMax));
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitBytes() throws IOException {
        long left = Math.min(waitNanos, hurriedNanosLeft());
        while (queue.isEmpty()) {
            if (failure != null) {
                throw broken(failure);
            }
            if (ended) {
                return false;
            }
            resumeIfLow();
            if (left <= 0) {
                failure =
                        new HttpException(new HttpProblem.TooSlow("the body did not come in time"));
                continue;
            }
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading the body");
            }
        }
        return true;
    }

    private static IOException broken(Throwable cause) {
        if (cause instanceof HttpException refusal) {
            throw refusal;
        }
        return new PeerGoneException();
    }

    private int take(byte[] target, int offset, int length) {
        int taken = 0;
        for (var next = queue.peek(); next != null && taken < length; next = queue.peek()) {
            int size = Math.min(length - taken, next.readableBytes());
            next.readBytes(target, offset + taken, size);
            taken += size;
            if (!next.isReadable()) {
                queue.remove().release();
            }
        }
        queued -= taken;
        resumeIfLow();
        return taken;
    }

    private void resumeIfLow() {
        if (stopped && queued < BYTES_LOW) {
            stopped = false;
            onEventLoop(() -> valve.set(true));
        }
    }

    private void onEventLoop(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException e) {
            // The server is closed, and its connections with it: the read fails by itself.
        }
    }

    /// Frees what is queued, and whatever still comes.
    void discard() {
        lock.lock();
        try {
            discarded = true;
            release();
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        queue.forEach(ByteBuf::release);
        queue.clear();
        queued = 0;
        resumeIfLow();
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return (int) Math.min(queued, Integer.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }
}
