package dev.berth.router.upstream;

import dev.berth.router.upstream.UpstreamException.Reason;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The body of a reply as a blocking stream.
///
/// How it works: the event loop is asked for one chunk more whenever one was taken, so that at most
/// [Upstream#CHUNKS_AHEAD] wait in the queue; a reader that stalls stops the connection.
///
/// - Between the event loop and one reader; guarded by [#lock].
/// - A body that ends too early fails, it never looks complete.
final class ReplyBody extends InputStream {
    /// What is skipped of a body that nobody wants, so that the connection can be used again.
    private static final long SKIPPED_BYTES_MAX = 64 * 1024;

    private final HttpClientResponse response;
    private final Duration wait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Buffer> queue = new ArrayDeque<>();
    private int offset;
    private long taken;
    private boolean asked;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;

    /// On the event loop, before anything of the body has been delivered.
    ReplyBody(HttpClientResponse response, Duration wait) {
        this.response = response;
        this.wait = wait;
        response.handler(this::arrived);
        response.endHandler(_ -> end(null));
        response.exceptionHandler(this::end);
    }

    private void arrived(Buffer chunk) {
        lock.lock();
        try {
            if (!closed) {
                queue.add(chunk);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable Throwable cause) {
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

    @Override
    public int read() throws UpstreamException, InterruptedIOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length)
            throws UpstreamException, InterruptedIOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            return awaitChunk() ? take(target, from, length) : -1;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitChunk() throws UpstreamException, InterruptedIOException {
        long left = wait.toNanos();
        while (queue.isEmpty()) {
            if (failure != null) {
                throw new UpstreamException(Reason.BROKEN, "the answer broke off", failure);
            }
            if (ended) {
                return false;
            }
            if (closed) {
                throw new UpstreamException(Reason.BROKEN, "the answer was closed");
            }
            if (left <= 0) {
                throw new UpstreamException(
                        Reason.TIMEOUT,
                        "no byte of the answer within %d ms".formatted(wait.toMillis()));
            }
            if (!asked) {
                asked = true;
                response.fetch(Upstream.CHUNKS_AHEAD);
            }
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading an answer");
            }
        }
        return true;
    }

    private int take(byte[] target, int from, int length) {
        int copied = 0;
        for (var next = queue.peek(); next != null && copied < length; next = queue.peek()) {
            int size = Math.min(length - copied, next.length() - offset);
            next.getBytes(offset, offset + size, target, from + copied);
            copied += size;
            offset += size;
            if (offset == next.length()) {
                queue.remove();
                offset = 0;
                if (!ended) {
                    response.fetch(1);
                }
            }
        }
        taken += copied;
        return copied;
    }

    /// All bytes, or some more than `bytesMax`.
    byte[] readAll(int bytesMax) throws UpstreamException {
        var whole = new ByteArrayOutputStream();
        var part = new byte[8 * 1024];
        try {
            for (int size = read(part, 0, part.length);
                    size >= 0 && whole.size() <= bytesMax;
                    size = read(part, 0, part.length)) {
                whole.write(part, 0, size);
            }
        } catch (InterruptedIOException e) {
            throw new UpstreamException(Reason.BROKEN, "interrupted", e);
        }
        return whole.toByteArray();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            queue.clear();
            if (ended || failure != null) {
                return;
            }
        } finally {
            lock.unlock();
        }
        if (isShort()) {
            response.resume();
        } else {
            var _ = response.request().reset();
        }
    }

    /// Whether little or nothing is to come.
    private boolean isShort() {
        var length = response.getHeader("Content-Length");
        return hasNoBody()
                || (length != null
                        && length.matches("[0-9]{1,18}")
                        && Long.parseLong(length) - taken <= SKIPPED_BYTES_MAX);
    }

    private boolean hasNoBody() {
        return response.request().getMethod().equals(HttpMethod.HEAD)
                || response.statusCode() == 204
                || response.statusCode() == 304;
    }
}
