package dev.berth.router.upstream;

import dev.berth.router.upstream.UpstreamException.Reason;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

import java.time.Duration;
import java.util.Optional;

/// How much of an answer arrives ahead of its reader.
///
/// HTTP/2 grants bytes, as chunks are fetched. On HTTP/1.1 the library alone would read two dozen
/// chunks, more than a megabyte, before it stops: there, the connection is not read meanwhile.
///
/// Guarded by the lock of the body that it belongs to; told on the event loop, unless said.
sealed interface Flow {
    static Flow of(HttpClientResponse response, ReadAhead ahead, ReplyBody body) {
        return response.version() == HttpVersion.HTTP_2
                ? new Granted(response)
                : new Stopped(
                        response,
                        ((ConnectionBase) response.request().connection()).channel(),
                        ahead,
                        body);
    }

    /// There is a head; long answers wait for their reader.
    void answered(boolean isLong);

    /// The reader wants the first byte; on its thread.
    void begin();

    /// Nobody reads any more, and little is left: it is skipped; on any thread.
    void skip();

    /// There is a chunk more.
    ///
    /// @param waiting bytes for the reader
    void arrived(int waiting);

    /// Some of a chunk was taken, and more may come; on the reader's thread.
    void taken(int waiting);

    /// There is no more: the connection is somebody else's.
    void ended();

    /// The socket of the connection, if its bytes are those of the body.
    Optional<EpollSocketChannel> socket();

    /// Has nothing be read here any more: what is left on the connection is for whoever reads
    /// its socket. Whatever comes of it, the connection serves no other call afterwards: it is
    /// closed by [#closeLeft].
    ///
    /// Any thread; waits for what is being read, not with the lock of the body.
    void leave(EpollSocketChannel socket) throws UpstreamException, InterruptedException;

    /// Closes a connection that was left; any thread.
    void closeLeft();

    /// By chunks that are granted.
    final class Granted implements Flow {
        private static final int CHUNKS_AHEAD = 2;

        private final HttpClientResponse response;
        private int granted;

        Granted(HttpClientResponse response) {
            this.response = response;
        }

        @Override
        public void answered(boolean isLong) {
            response.pause();
        }

        @Override
        public void begin() {
            grant(CHUNKS_AHEAD);
        }

        @Override
        public void skip() {
            response.resume();
        }

        @Override
        public void arrived(int waiting) {
            granted--;
        }

        @Override
        public void taken(int waiting) {
            int chunks = waiting == 0 ? CHUNKS_AHEAD : 1;
            if (granted < chunks) {
                grant(chunks - granted);
            }
        }

        private void grant(int chunks) {
            granted += chunks;
            response.fetch(chunks);
        }

        @Override
        public void ended() {}

        @Override
        public Optional<EpollSocketChannel> socket() {
            return Optional.empty();
        }

        @Override
        public void leave(EpollSocketChannel socket) {
            throw new IllegalStateException("one of many streams");
        }

        @Override
        public void closeLeft() {
            throw new IllegalStateException("never left");
        }
    }

    /// By reading from the connection or not. Each change costs system calls, so there is some room
    /// between the two.
    final class Stopped implements Flow {
        private static final Duration LEFT_BY = Duration.ofSeconds(5);

        private final HttpClientResponse response;
        private final Channel channel;
        private final ReadAhead ahead;
        private final ReplyBody body;
        private boolean stopped;

        Stopped(HttpClientResponse response, Channel channel, ReadAhead ahead, ReplyBody body) {
            this.response = response;
            this.channel = channel;
            this.ahead = ahead;
            this.body = body;
        }

        @Override
        public void answered(boolean isLong) {
            response.pause();
            if (isLong) {
                stop();
                Tap.open(channel, body, ahead);
            }
        }

        @Override
        public void begin() {
            response.resume();
            goOn();
        }

        @Override
        public void skip() {
            begin();
        }

        @Override
        public void arrived(int waiting) {
            if (!stopped && waiting >= ahead.bytesMax()) {
                stop();
            }
        }

        @Override
        public void taken(int waiting) {
            if (stopped && waiting <= ahead.bytesMax() / 2) {
                goOn();
            }
        }

        @Override
        public void ended() {
            goOn();
        }

        @Override
        public Optional<EpollSocketChannel> socket() {
            return channel instanceof EpollSocketChannel socket
                            && !response.request().connection().isSsl()
                    ? Optional.of(socket)
                    : Optional.empty();
        }

        /// The event loop forgets the connection altogether: even one that is not read would be
        /// read to its end once the other side closes it.
        @Override
        public void leave(EpollSocketChannel socket)
                throws UpstreamException, InterruptedException {
            if (!socket.deregister().await(LEFT_BY.toMillis())) {
                throw new UpstreamException(Reason.BUSY, "the event loop does not answer");
            }
        }

        /// The library hears of an end only where the event loop knows the connection.
        @Override
        public void closeLeft() {
            var _ = channel.eventLoop().register(channel).addListener(_ -> {
                var _ = channel.close();
            });
        }

        private void stop() {
            stopped = true;
            channel.config().setAutoRead(false);
        }

        private void goOn() {
            if (stopped) {
                stopped = false;
                channel.config().setAutoRead(true);
            }
        }
    }
}
