package dev.berth.platform.http;

import io.netty.channel.FileRegion;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.AbstractReferenceCounted;
import io.vertx.core.Promise;
import io.vertx.core.net.impl.VertxConnection;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/// Moves the rest of a body from one socket to another within the kernel (`splice(2)`): no byte of
/// it is copied into this process.
///
/// How it works: the socket fills a pipe, the connection's own queue empties it, and so on by
/// turns; what is in the pipe is written like any other part of an answer, in its order. The event
/// loop watches both sides.
///
/// - Everything runs on the event loop of the client's connection.
/// - At most [Pipe#BYTES] are on their way, in memory of the kernel.
final class Splice implements EpollIoHandle {
    private static final EpollIoOps AWAITED =
            EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP).with(EpollIoOps.EPOLLET);

    private final SocketTail tail;
    private final VertxConnection connection;
    private final EpollSocketChannel client;
    private final Progress progress;
    private final Pipe pipe;
    private long left;
    private boolean full;
    private boolean hungUp;
    private boolean closed;
    private @Nullable IoRegistration registration;

    /// Whom to tell how it goes.
    interface Progress {
        /// So many bytes have come.
        void arrived(int bytes);

        /// The client has taken some.
        void moved();

        /// The client has all that had come.
        void taken(int bytes);

        /// No byte follows: after an end or a failure.
        void failed(IOException cause);
    }

    private Splice(SocketTail tail, Pipe pipe, VertxConnection connection, Progress progress) {
        this.tail = tail;
        this.connection = connection;
        this.client = (EpollSocketChannel) connection.channel();
        this.progress = progress;
        this.pipe = pipe;
        this.left = tail.bytes();
    }

    /// Whether what a connection sends can come from another socket.
    static boolean isPossible(VertxConnection connection) {
        return connection.channel() instanceof EpollSocketChannel channel
                && channel.eventLoop() instanceof IoEventLoop;
    }

    /// Begins to send a tail through an empty pipe, after what was written before. Both are
    /// closed in the end.
    static Splice start(SocketTail tail, Pipe pipe, VertxConnection connection, Progress progress) {
        var splice = new Splice(tail, pipe, connection, progress);
        splice.watch();
        return splice;
    }

    private void watch() {
        ((IoEventLoop) client.eventLoop()).register(this).addListener(result -> {
            if (!result.isSuccess()) {
                fail(new IOException("the event loop takes no socket", result.cause()));
                return;
            }
            var watched = (IoRegistration) result.getNow();
            if (closed) {
                watched.cancel();
            } else {
                registration = watched;
                watched.submit(AWAITED);
            }
        });
    }

    @Override
    public FileDescriptor fd() {
        return tail.socket();
    }

    @Override
    public void handle(IoRegistration registered, IoEvent event) {
        var ops = ((EpollIoEvent) event).ops();
        hungUp |= ops.contains(EpollIoOps.EPOLLRDHUP) || ops.contains(EpollIoOps.EPOLLERR);
        fill();
    }

    /// Takes what has come, if the pipe is empty; otherwise [#emptied] comes back to it.
    private void fill() {
        if (full || closed || left == 0) {
            return;
        }
        try {
            int moved = Native.splice(
                    tail.socket().intValue(), -1, pipe.in(), -1, Math.min(left, Pipe.BYTES));
            if (moved > 0) {
                full = true;
                progress.arrived(moved);
                send(moved);
            } else if (hungUp) {
                fail(new EOFException("the stream ended %d bytes early".formatted(left)));
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void send(int bytes) {
        var written = Promise.<Void>promise();
        written.future().onComplete(result -> emptied(bytes, result.succeeded()));
        connection.writeToChannel(new Filled(bytes), written);
    }

    private void emptied(int bytes, boolean taken) {
        if (!taken) {
            fail(new PeerGoneException());
            return;
        }
        full = false;
        left -= bytes;
        if (left == 0) {
            close();
        }
        progress.taken(bytes);
        fill();
    }

    private void fail(IOException cause) {
        if (!closed) {
            close();
            progress.failed(cause);
        }
    }

    /// Ends it; also called by the event loop when that ends.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (registration != null) {
            registration.cancel();
        }
        try (pipe) {
            tail.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a descriptor", e);
        }
    }

    /// What the pipe holds.
    private final class Filled extends AbstractReferenceCounted implements FileRegion {
        private final int bytes;
        private long transferred;

        Filled(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public long transferTo(WritableByteChannel target, long position) throws IOException {
            if (closed) {
                throw new PeerGoneException();
            }
            int moved =
                    Native.splice(pipe.out(), -1, client.fd().intValue(), -1, bytes - transferred);
            if (moved > 0) {
                transferred += moved;
                progress.moved();
            }
            return moved;
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        public long transferred() {
            return transferred;
        }

        @Override
        @Deprecated
        public long transfered() {
            return transferred;
        }

        @Override
        public long count() {
            return bytes;
        }

        @Override
        protected void deallocate() {
            // The bytes are the pipe's.
        }

        @Override
        public FileRegion retain() {
            super.retain();
            return this;
        }

        @Override
        public FileRegion retain(int increment) {
            super.retain(increment);
            return this;
        }

        @Override
        public FileRegion touch() {
            return this;
        }

        @Override
        public FileRegion touch(Object hint) {
            return this;
        }
    }
}
