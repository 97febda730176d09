package dev.berth.platform.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.VertxConnection;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Sends a body as it arrives, from the event loop of the client's connection.
///
/// How it works: whenever something has come, or the client has taken something, the event loop
/// polls as much as the client may have on its way, and writes it. No thread is woken for a piece:
/// waking one costs more than sending what it brings. The thread of the request sleeps until all is
/// sent, and looks now and then whether anything moves. Where both connections are plain, what is
/// left of a long body on the other one is never read here: it is spliced ([Splice]).
///
/// Guarded by [#lock]; everything is let go of once [#send] has returned.
final class Relay implements Splice.Progress {
    /// From here on splicing is worth a pipe, and a connection that is not used again.
    private static final long SPLICED_BYTES_MIN = 1024 * 1024;

    private static final int BYTES_IN_FLIGHT_MAX =
            CopyMemory.CHUNKS_IN_FLIGHT_MAX * CopyMemory.CHUNK_BYTES_MAX;

    private final HttpServerResponse response;
    private final VertxConnection connection;
    private final EventLoop loop;
    private final CopyMemory memory;
    private final Duration writeWait;
    private final Arrivals source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private long left;
    private int inFlight;
    private long movedNanos = System.nanoTime();
    private boolean woken;
    private boolean over;
    private @Nullable Pipe pipe;
    private @Nullable SocketTail tail;
    private @Nullable Splice splice;
    private Future<Void> last = Future.succeededFuture();
    private @Nullable IOException failure;

    /// @param length of the whole body, at least 1
    Relay(
            HttpServerResponse response,
            VertxConnection connection,
            CopyMemory memory,
            Duration writeWait,
            Arrivals source,
            long length) {
        this.response = response;
        this.connection = connection;
        this.loop = connection.channel().eventLoop();
        this.memory = memory;
        this.writeWait = writeWait;
        this.source = source;
        this.left = length;
    }

    /// Sends all of it; tells when the last byte was written.
    ///
    /// @param splices whether the connection sends bytes as they are
    Future<Void> send(boolean splices) throws IOException, InterruptedException {
        try {
            if (splices && left >= SPLICED_BYTES_MIN && Splice.isPossible(connection)) {
                takeTail();
            }
            source.whenMore(this::wake);
            wake();
            return awaitSent();
        } finally {
            stop();
        }
    }

    private void takeTail() throws IOException, InterruptedException {
        pipe = Pipe.open().orElse(null);
        if (pipe != null) {
            tail = source.tail(SPLICED_BYTES_MIN).orElse(null);
        }
    }

    private Future<Void> awaitSent() throws IOException, InterruptedException {
        lock.lock();
        try {
            while (failure == null && (left > 0 || inFlight > 0)) {
                long rest = movedNanos + patience().toNanos() - System.nanoTime();
                if (rest > 0) {
                    var _ = settled.awaitNanos(rest);
                } else {
                    late();
                }
            }
            if (failure != null) {
                throw failure;
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    private Duration patience() {
        return inFlight == 0 ? source.patience() : writeWait;
    }

    /// Nothing has moved: it is for the source to say that nothing came in time.
    private void late() throws IOException {
        if (inFlight > 0) {
            throw new PeerGoneException();
        }
        if (splice != null) {
            throw new IOException("nothing of the answer came for " + source.patience());
        }
        wake();
        movedNanos = System.nanoTime();
    }

    private void stop() throws IOException {
        lock.lock();
        try {
            over = true;
            if (splice != null) {
                loop.execute(splice::close);
            } else if (pipe != null) {
                closeUnused(pipe);
            }
        } catch (RejectedExecutionException _) {
            // Closed by the event loop at its end.
        } finally {
            lock.unlock();
        }
    }

    private void closeUnused(Pipe unused) throws IOException {
        try (unused) {
            if (tail != null) {
                tail.close();
            }
        }
    }

    /// By any thread.
    private void wake() {
        if (loop.inEventLoop()) {
            turn();
            return;
        }
        lock.lock();
        try {
            if (woken || over) {
                return;
            }
            woken = true;
        } finally {
            lock.unlock();
        }
        try {
            loop.execute(this::turn);
        } catch (RejectedExecutionException _) {
            failed(new PeerGoneException());
        }
    }

    private void turn() {
        lock.lock();
        try {
            woken = false;
            pump();
        } finally {
            lock.unlock();
        }
    }

    private void pump() {
        try {
            while (!over && failure == null && ahead() > 0 && room() > 0) {
                var piece = source.poll((int) Math.min(room(), ahead()));
                if (piece.isEmpty()) {
                    return;
                }
                write(piece.get());
            }
            if (!over && failure == null && ahead() == 0) {
                spliceTail();
            }
        } catch (IOException | RuntimeException e) {
            failed(e instanceof IOException io ? io : new IOException("sending as it comes", e));
        }
    }

    private void spliceTail() {
        if (pipe != null && tail != null && splice == null) {
            if (!response.headWritten()) {
                var _ = response.writeHead();
            }
            splice = Splice.start(tail, pipe, connection, this);
        }
    }

    /// What is still to be polled.
    private long ahead() {
        return tail == null ? left : Math.max(0, left - tail.bytes());
    }

    /// How much may be written now.
    private int room() {
        int chunks = memory.chunksInFlight();
        int bytes = chunks == 1 ? memory.chunkBytes() : BYTES_IN_FLIGHT_MAX;
        return Math.min(bytes - inFlight, memory.pieceBytes());
    }

    private void write(Pieces.Piece piece) throws EOFException {
        int size = piece.bytes();
        if (size == 0) {
            throw new EOFException("the stream ended %d bytes early".formatted(left));
        }
        var parts = piece.parts().toArray(ByteBuffer[]::new);
        var buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(parts.length, parts));
        memory.take(size);
        inFlight += size;
        left -= size;
        movedNanos = System.nanoTime();
        last = left == 0 ? response.end(buffer) : response.write(buffer);
        last.onComplete(result -> {
            memory.giveBack(size);
            piece.release().run();
            if (result.succeeded()) {
                taken(size);
            } else {
                failed(new PeerGoneException());
            }
        });
    }

    @Override
    public void arrived(int bytes) {
        lock.lock();
        try {
            inFlight += bytes;
            left -= bytes;
            movedNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void moved() {
        lock.lock();
        try {
            movedNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void taken(int bytes) {
        lock.lock();
        try {
            inFlight -= bytes;
            movedNanos = System.nanoTime();
            if (left > 0) {
                pump();
            } else if (inFlight == 0) {
                if (splice != null) {
                    last = response.end();
                }
                settled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void failed(IOException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            settled.signal();
        } finally {
            lock.unlock();
        }
    }
}
