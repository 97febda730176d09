package dev.berth.router.upstream;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/// How many chunks of an answer arrive ahead of its reader; told on the event loop, where nothing
/// else is said.
///
/// HTTP/2 grants bytes, as chunks are fetched. On HTTP/1.1 the library alone would read two dozen
/// chunks, more than a megabyte, before it stops: there, the connection is not read meanwhile.
sealed interface Flow {
    static Flow of(HttpClientResponse response) {
        return response.version() == HttpVersion.HTTP_2
                ? new Granted(response)
                : new Stopped(
                        response, ((ConnectionBase) response.request().connection()).channel());
    }

    /// There is a head; long answers wait for their reader.
    void answered(boolean isLong);

    /// The reader wants the first byte; on its thread.
    void begin();

    /// Nobody reads any more, and little is left: it is skipped; on any thread.
    void skip();

    /// There is a chunk more.
    void arrived(int waiting);

    /// There is a chunk less, and more may come; on the reader's thread.
    void taken(int waiting);

    /// There is no more: the connection is somebody else's.
    void ended();

    /// By chunks that are granted.
    record Granted(HttpClientResponse response) implements Flow {
        @Override
        public void answered(boolean isLong) {
            response.pause();
        }

        @Override
        public void begin() {
            response.fetch(Upstream.CHUNKS_AHEAD);
        }

        @Override
        public void skip() {
            response.resume();
        }

        @Override
        public void arrived(int waiting) {}

        @Override
        public void taken(int waiting) {
            response.fetch(1);
        }

        @Override
        public void ended() {}
    }

    /// By reading from the connection or not.
    record Stopped(HttpClientResponse response, Channel channel) implements Flow {
        @Override
        public void answered(boolean isLong) {
            response.pause();
            if (isLong) {
                read(false);
            }
        }

        @Override
        public void begin() {
            response.resume();
            read(true);
        }

        @Override
        public void skip() {
            begin();
        }

        @Override
        public void arrived(int waiting) {
            if (waiting >= Upstream.CHUNKS_AHEAD) {
                read(false);
            }
        }

        @Override
        public void taken(int waiting) {
            if (waiting == Upstream.CHUNKS_AHEAD - 1) {
                read(true);
            }
        }

        @Override
        public void ended() {
            read(true);
        }

        private void read(boolean on) {
            channel.config().setAutoRead(on);
        }
    }
}
