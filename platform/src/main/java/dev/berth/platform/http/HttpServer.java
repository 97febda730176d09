package dev.berth.platform.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// Serves routes over HTTP/1.1, and over HTTP/2 where there is TLS.
///
/// How it works: one event loop per core accepts, parses and writes; each request runs on a virtual
/// thread of its own, which blocks as it likes and hands its answer back to the event loop.
///
/// - Open from [#start] until [#close]; until then its event loops keep the process alive.
/// - Thread-safe.
public final class HttpServer implements AutoCloseable {
    private final Vertx vertx;
    private final Dispatch dispatch;
    private final List<io.vertx.core.http.HttpServer> listeners;
    private final InetSocketAddress address;

    private HttpServer(
            Vertx vertx,
            Dispatch dispatch,
            List<io.vertx.core.http.HttpServer> listeners,
            InetSocketAddress address) {
        this.vertx = vertx;
        this.dispatch = dispatch;
        this.listeners = listeners;
        this.address = address;
    }

    /// Listens and serves.
    ///
    /// @throws IOException if the address cannot be listened on
    /// @throws IllegalArgumentException if routes contradict each other: a bug
    public static HttpServer start(
            HttpSettings settings, List<RouteGroup> groups, HttpEvents events) throws IOException {
        var dispatch = new Dispatch(settings, new Router(groups), events);
        int loops = Runtime.getRuntime().availableProcessors();
        var vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setFileSystemOptions(new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
        var listeners = new ArrayList<io.vertx.core.http.HttpServer>();
        try {
            for (int i = 0; i < loops; i++) {
                var listener = vertx.createHttpServer(options(settings));
                listener.requestHandler(dispatch::accept);
                listeners.add(listener);
            }
            var next = listeners.iterator();
            join(vertx.deployVerticle(
                    () -> new Listen(next.next(), socketAddress(settings.listen())),
                    new DeploymentOptions().setInstances(loops)));
            var port = listeners.getFirst().actualPort();
            return new HttpServer(
                    vertx,
                    dispatch,
                    listeners,
                    new InetSocketAddress(settings.listen().getAddress(), port));
        } catch (ExecutionException e) {
            vertx.close();
            throw new IOException("cannot listen on " + settings.listen(), e.getCause());
        } catch (InterruptedException e) {
            vertx.close();
            Thread.currentThread().interrupt();
            throw new IOException(
                    "interrupted while starting to listen on " + settings.listen(), e);
        }
    }

    /// One event loop's share of the connections.
    private static final class Listen extends VerticleBase {
        private final io.vertx.core.http.HttpServer listener;
        private final SocketAddress address;

        Listen(io.vertx.core.http.HttpServer listener, SocketAddress address) {
            this.listener = listener;
            this.address = address;
        }

        @Override
        public Future<?> start() {
            return listener.listen(address);
        }
    }

    /// The address to listen on; port 0 becomes one free port for all event loops together.
    private static SocketAddress socketAddress(InetSocketAddress listen) {
        var host = listen.getAddress().getHostAddress();
        return listen.getPort() == 0
                ? SocketAddress.sharedRandomPort(1, host)
                : SocketAddress.inetSocketAddress(listen.getPort(), host);
    }

    private static HttpServerOptions options(HttpSettings settings) {
        var limits = settings.limits();
        return new HttpServerOptions()
                .setAcceptBacklog(1024)
                .setTcpNoDelay(true)
                .setMaxChunkSize(64 * 1024)
                .setMaxInitialLineLength(limits.targetBytesMax() + 32)
                .setMaxHeaderSize(limits.headerBytesMax())
                .setHttp2ClearTextEnabled(false);
    }

    /// Where the server listens, with the port it got.
    public InetSocketAddress address() {
        return address;
    }

    /// Stops accepting, lets requests in flight finish for the settings' `drainWait`, then closes.
    @Override
    public void close() {
        drain(dispatch.settings().drainWait());
        try {
            join(vertx.close());
        } catch (ExecutionException e) {
            throw new IllegalStateException("closing the server failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops accepting and lets requests in flight finish, each the last of its connection; returns
    /// when none is left or `wait` is over.
    public void drain(Duration wait) {
        dispatch.drain();
        try {
            var closed = listeners.stream().map(each -> each.shutdown(wait)).toList();
            join(Future.join(closed));
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining the server failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T join(Future<T> future) throws ExecutionException, InterruptedException {
        return future.toCompletionStage().toCompletableFuture().get();
    }
}
