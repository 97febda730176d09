package dev.berth.platform.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.time.Duration;

/// One event loop's share of a server's connections.
///
/// Listeners of one server listen on one address; the library deals out what is accepted.
final class Listener extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    /// A third more throughput than with the library's 8 KiB (`docs/adr/0020`).
    private static final int CHUNK_BYTES = 64 * 1024;

    private static final int HTTP2_STREAM_WINDOW_BYTES = 256 * 1024;
    private static final int HTTP2_CONNECTION_WINDOW_BYTES = 1024 * 1024;

    /// Streams that a client may reset, or make us reset, per [#HTTP2_RESET_WINDOW] before its
    /// connection is closed (CVE-2023-44487, CVE-2025-55163).
    private static final int HTTP2_RESETS_MAX = 200;

    private static final Duration HTTP2_RESET_WINDOW = Duration.ofSeconds(30);

    /// Method, version and the spaces of a request line.
    private static final int REQUEST_LINE_EXTRA_BYTES = 32;

    private final Dispatch dispatch;
    private final @Nullable TlsFiles tls;
    private io.vertx.core.http.@Nullable HttpServer server;

    Listener(Dispatch dispatch, @Nullable TlsFiles tls) {
        this.dispatch = dispatch;
        this.tls = tls;
    }

    @Override
    public Future<?> start() {
        var settings = dispatch.settings();
        var http1 = http1(settings.limits());
        var config = new HttpServerConfig()
                .setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1)
                .setHttp1Config(http1)
                .setHttp2Config(http2(settings.limits()));
        if (tls != null) {
            config.setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2);
        }
        config.getTcpConfig().setAcceptBacklog(settings.backlog());
        // No route is a WebSocket; with both off the library leaves their handler out of the way of
        // each request.
        config.setWebSocketConfig(new WebSocketServerConfig()
                .setUsePerFrameCompression(false)
                .setUsePerMessageCompression(false));
        var connections = new Connections(settings.limits(), dispatch.events(), http1);
        server = vertx.createHttpServer(config, sslOptions(tls))
                .connectionHandler(connections::opened)
                .requestHandler(dispatch::accept)
                .invalidRequestHandler(dispatch::refuse)
                .exceptionHandler(
                        failure -> log.atDebug().setCause(failure).log("connection failed"));
        return server.listen(address(settings.listen()));
    }

    private @Nullable ServerSSLOptions sslOptions(@Nullable TlsFiles files) {
        return files == null ? null : files.options(dispatch.settings().limits().headWait());
    }

    private static Http1ServerConfig http1(HttpLimits limits) {
        return new Http1ServerConfig()
                .setMaxChunkSize(CHUNK_BYTES)
                .setMaxInitialLineLength(limits.targetBytesMax() + REQUEST_LINE_EXTRA_BYTES)
                .setMaxHeaderSize(limits.headerBytesMax());
    }

    private static Http2ServerConfig http2(HttpLimits limits) {
        return new Http2ServerConfig()
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(limits.streamsMax())
                        .setMaxHeaderListSize(limits.headerBytesMax())
                        .setInitialWindowSize(HTTP2_STREAM_WINDOW_BYTES))
                .setConnectionWindowSize(HTTP2_CONNECTION_WINDOW_BYTES)
                .setRstFloodMaxRstFramePerWindow(HTTP2_RESETS_MAX)
                .setRstFloodWindowDuration(HTTP2_RESET_WINDOW);
    }

    /// The address to listen on; port 0 becomes one free port for all listeners together.
    private static SocketAddress address(InetSocketAddress listen) {
        var host = listen.getAddress().getHostAddress();
        return listen.getPort() == 0
                ? SocketAddress.sharedRandomPort(1, host)
                : SocketAddress.inetSocketAddress(listen.getPort(), host);
    }

    int port() {
        return started().actualPort();
    }

    /// Uses another certificate for connections to come.
    Future<Boolean> renew(TlsFiles files) {
        return started()
                .updateSSLOptions(files.options(dispatch.settings().limits().headWait()));
    }

    /// Stops accepting and closes each connection after its request in flight, all after `wait`.
    Future<Void> shutdown(Duration wait) {
        return started().shutdown(wait);
    }

    private io.vertx.core.http.HttpServer started() {
        if (server == null) {
            throw new IllegalStateException("the listener has not been started");
        }
        return server;
    }
}
