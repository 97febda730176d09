package dev.berth.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The body of a request as a blocking stream.
///
/// How it works: the event loop puts what arrives into a queue and pauses the connection when the
/// queue holds [#BYTES_HIGH]; the request's thread takes as much as fits with one lock, and lets
/// the connection go on once less than [#BYTES_LOW] is left. A reader that keeps up is woken once
/// per batch, and one that stalls holds at most [#BYTES_HIGH] and one read of the connection.
///
/// - Thread-safe between the event loop and one reader; the queue is guarded by [#lock].
/// - A body that ends too early fails, it never looks complete.
final class BodyInput extends InputStream {
    private static final int BYTES_HIGH = 192 * 1024;
    private static final int BYTES_LOW = 64 * 1024;

    private final HttpServerRequest request;
    private final ContextInternal context;
    private final long waitNanos;
    private final long declared;
    private boolean continueExpected;
    private long bytesMax = Long.MAX_VALUE;
    private long bytesRead;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Buffer> queue = new ArrayDeque<>();
    private int headOffset;
    private long queued;
    private long arrived;
    private boolean paused;
    private boolean ended;
    private @Nullable Throwable failure;

    /// Takes over the body; on the event loop, before any of it has been delivered.
    BodyInput(
            HttpServerRequest request,
            ContextInternal context,
            boolean continueExpected,
            Duration wait) {
        this.request = request;
        this.context = context;
        this.continueExpected = continueExpected;
        this.waitNanos = wait.toNanos();
        var length = request.getHeader("Content-Length");
        this.declared = length == null ? -1 : Long.parseLong(length);
        request.handler(this::arrived);
        request.endHandler(_ -> end(null));
        request.exceptionHandler(this::end);
        if (continueExpected) {
            paused = true;
            request.pause();
        }
    }

    private void arrived(Buffer bytes) {
        lock.lock();
        try {
            queue.add(bytes);
            arrived += bytes.length();
            queued += bytes.length();
            if (queued >= BYTES_HIGH && !paused) {
                paused = true;
                request.pause();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the stream, with a failure unless the body was complete.
    void end(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (!ended && failure == null) {
                failure = cause;
                ended = cause == null;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Bounds what may be read, before the first read.
    void limit(long bytes) {
        bytesMax = bytes;
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

    /// Reads and forgets the rest, up to `bytes` and for at most `wait`; tells whether that was
    /// all.
    boolean drain(long bytes, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        long left = bytes;
        lock.lockInterruptibly();
        try {
            while (left >= 0) {
                while (!queue.isEmpty()) {
                    left -= queue.remove().length();
                }
                queued = 0;
                headOffset = 0;
                resumeIfLow();
                if (ended || failure != null) {
                    return ended;
                }
                if (changed.awaitNanos(deadline - System.nanoTime()) <= 0) {
                    return false;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
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
            context.runOnContext(_ -> request.response().writeContinue());
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
        long left = waitNanos;
        while (queue.isEmpty()) {
            if (failure != null) {
                throw broken(failure);
            }
            if (ended) {
                return false;
            }
            resumeIfLow();
            if (left <= 0) {
                failure = new HttpException(
                        new HttpProblem.TooSlow("the body made no progress in time"));
                continue;
            }
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException("interrupted while reading the body");
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
        while (taken < length && !queue.isEmpty()) {
            var chunk = ((BufferInternal) queue.peek()).getByteBuf();
            int size = Math.min(length - taken, chunk.readableBytes() - headOffset);
            chunk.getBytes(chunk.readerIndex() + headOffset, target, offset + taken, size);
            taken += size;
            headOffset += size;
            if (headOffset == chunk.readableBytes()) {
                queue.remove();
                headOffset = 0;
            }
        }
        queued -= taken;
        resumeIfLow();
        return taken;
    }

    private void resumeIfLow() {
        if (paused && !ended && queued < BYTES_LOW) {
            paused = false;
            context.runOnContext(_ -> request.resume());
        }
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
