package dev.berth.router.upstream;

import dev.berth.platform.http.Arrivals;
import dev.berth.platform.http.Pieces;
import dev.berth.platform.http.SocketTail;
import dev.berth.router.upstream.UpstreamException.Reason;

import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.buffer.BufferInternal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The body of a reply as a blocking stream, or as it arrives.
///
/// How it works: chunks wait in a queue, as many bytes as [ReadAhead] says; a reader that stalls
/// stops the connection ([Flow]). Nothing is read before the reader asks. Chunks of a long answer
/// are the memory that they were received in ([Tap]); whoever sends them takes them as they are.
/// A reader either waits ([#read]) or is told of what has come ([#whenMore]).
///
/// - Between the event loop and one reader; guarded by [#lock].
/// - A body that ends too early fails, it never looks complete.
final class ReplyBody extends InputStream implements Arrivals {
    /// What is skipped of a body that nobody wants, so that the connection can be used again.
    private static final long SKIPPED_BYTES_MAX = 64 * 1024;

    private final HttpClientResponse response;
    private final Flow flow;
    private final ReadAhead ahead;
    private final long declared;
    private final Duration wait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
    private int waiting;
    private long taken;
    private long arrived;
    private boolean whole;
    private long wholeBy;
    private boolean late;
    private boolean asked;
    /// Whether the connection is read elsewhere.
    private boolean readElsewhere;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable failure;
    private long missedSince;
    private Runnable told = () -> {};

    /// On the event loop, before anything of the body has been delivered.
    ReplyBody(HttpClientResponse response, ReadAhead ahead, Duration wait) {
        this.response = response;
        this.ahead = ahead;
        this.flow = Flow.of(response, ahead, this);
        this.wait = wait;
        this.declared = declared(response);
        flow.answered(!hasNoBody() && declared > SKIPPED_BYTES_MAX);
        response.handler(chunk -> {
            arrived(((BufferInternal) chunk).getByteBuf());
            readComplete();
        });
        response.endHandler(_ -> end(null));
        response.exceptionHandler(this::end);
    }

    /// The declared length, -1 if there is none.
    private static long declared(HttpClientResponse response) {
        var length = response.getHeader("Content-Length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
    }

    /// Takes over a chunk; on the event loop.
    void arrived(ByteBuf chunk) {
        lock.lock();
        try {
            if (closed) {
                chunk.release();
                return;
            }
            queue.add(chunk);
            waiting += chunk.readableBytes();
            arrived += chunk.readableBytes();
            ahead.arrived(chunk.readableBytes());
            flow.arrived(waiting);
            missedSince = 0;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more has come for the moment: the reader is woken; on the event loop.
    void readComplete() {
        Runnable reader;
        lock.lock();
        try {
            if (queue.isEmpty()) {
                return;
            }
            changed.signal();
            reader = told;
        } finally {
            lock.unlock();
        }
        reader.run();
    }

    private void end(@Nullable Throwable cause) {
        Runnable reader;
        lock.lock();
        try {
            if (!ended && failure == null) {
                failure = cause;
                ended = cause == null;
                if (ended) {
                    flow.ended();
                }
            }
            changed.signal();
            reader = told;
        } finally {
            lock.unlock();
        }
        reader.run();
    }

    @Override
    public int read() throws UpstreamException, InterruptedIOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length)
            throws UpstreamException, InterruptedIOException {
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

    @Override
    public void whenMore(Runnable reader) {
        lock.lock();
        try {
            told = reader;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<SocketTail> tail(long bytesMin) throws UpstreamException, InterruptedException {
        var socket = flow.socket();
        if (socket.isEmpty() || !leaves(bytesMin)) {
            return Optional.empty();
        }
        flow.leave(socket.get());
        return tailOf(socket.get());
    }

    private boolean leaves(long bytesMin) {
        lock.lock();
        try {
            boolean isOver = ended || failure != null || closed;
            readElsewhere = !asked && !isOver && declared - arrived >= bytesMin;
            return readElsewhere;
        } finally {
            lock.unlock();
        }
    }

    private Optional<SocketTail> tailOf(EpollSocketChannel socket) throws UpstreamException {
        lock.lock();
        try {
            return ended || failure != null || closed
                    ? Optional.empty()
                    : Optional.of(SocketTail.of(socket.fd().intValue(), declared - arrived));
        } catch (IOException e) {
            throw new UpstreamException(Reason.BROKEN, "the rest cannot be read", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Duration patience() {
        return wait;
    }

    @Override
    public Optional<Pieces.Piece> poll(int bytesMax) throws UpstreamException {
        lock.lock();
        try {
            if (!queue.isEmpty()) {
                return Optional.of(take(bytesMax));
            }
            if (isOver()) {
                return Optional.of(Pieces.Piece.END);
            }
            long now = System.nanoTime();
            if (missedSince == 0) {
                missedSince = now;
            }
            require(missedSince + wait.toNanos() - now);
            ask();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitChunk() throws UpstreamException, InterruptedIOException {
        long left = whole ? wholeBy - System.nanoTime() : wait.toNanos();
        while (queue.isEmpty()) {
            if (isOver()) {
                return false;
            }
            require(left);
            ask();
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading an answer");
            }
        }
        return true;
    }

    /// Whether nothing comes after what waits, as it should be.
    private boolean isOver() throws UpstreamException {
        if (failure != null) {
            throw new UpstreamException(Reason.BROKEN, "the answer broke off", failure);
        }
        if (!ended && closed) {
            throw new UpstreamException(Reason.BROKEN, "the answer was closed");
        }
        return ended;
    }

    /// @param left nanoseconds until what is awaited is late
    private void require(long left) throws UpstreamException {
        if (left <= 0) {
            late = true;
            throw new UpstreamException(
                    Reason.TIMEOUT,
                    "%s of the answer within %d ms"
                            .formatted(whole ? "not all" : "no byte", wait.toMillis()));
        }
    }

    private void ask() {
        if (!asked && !readElsewhere) {
            asked = true;
            flow.begin();
        }
    }

    private int take(byte[] target, int from, int length) {
        int copied = 0;
        while (copied < length && !queue.isEmpty()) {
            var chunk = queue.element();
            int size = Math.min(length - copied, chunk.readableBytes());
            chunk.readBytes(target, from + copied, size);
            copied += size;
            if (!chunk.isReadable()) {
                queue.remove().release();
            }
            taken(size);
        }
        return copied;
    }

    private Pieces.Piece take(int bytesMax) {
        var chunks = new ArrayList<ByteBuf>();
        int left = bytesMax;
        while (left > 0 && !queue.isEmpty()) {
            int size = Math.min(left, queue.element().readableBytes());
            chunks.add(
                    size == queue.element().readableBytes()
                            ? queue.remove()
                            : queue.element().readRetainedSlice(size));
            left -= size;
            taken(size);
        }
        return new Pieces.Piece(
                chunks.stream().map(ByteBuf::nioBuffer).toList(),
                () -> chunks.forEach(ByteBuf::release));
    }

    private void taken(int bytes) {
        taken += bytes;
        waiting -= bytes;
        ahead.taken(bytes);
        if (!ended && !readElsewhere) {
            flow.taken(waiting);
        }
    }

    /// All bytes, or the first `bytesMax`, within the time that one chunk may take otherwise: one
    /// that comes drop by drop would never end.
    byte[] readAll(int bytesMax) throws UpstreamException {
        whole = true;
        wholeBy = System.nanoTime() + wait.toNanos();
        try {
            return readNBytes(bytesMax);
        } catch (UpstreamException e) {
            throw e;
        } catch (IOException e) {
            throw new UpstreamException(Reason.BROKEN, "interrupted", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            queue.forEach(ByteBuf::release);
            queue.clear();
            ahead.taken(waiting);
            waiting = 0;
            if (readElsewhere) {
                flow.closeLeft();
                return;
            }
            if (ended || failure != null) {
                return;
            }
            boolean isShort = declared >= 0 && declared - taken <= SKIPPED_BYTES_MAX;
            if (hasNoBody() || (isShort && !late)) {
                flow.skip();
                return;
            }
        } finally {
            lock.unlock();
        }
        var _ = response.request().reset();
    }

    private boolean hasNoBody() {
        return response.request().getMethod().equals(HttpMethod.HEAD)
                || response.statusCode() == 204
                || response.statusCode() == 304;
    }
}
