package dev.berth.platform.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.transports.TransportInternal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/// Serves routes over HTTP/1.1, and over HTTP/2 where there is TLS.
///
/// How it works: one event loop per core accepts, parses and writes; each request runs on a
/// virtual thread of its own, which blocks as it likes and hands its answer back to the event
/// loop.
///
/// - Open from [#start] until [#close]; until then its event loops keep the process alive.
/// - Thread-safe.
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    /// For a request to notice that its connection was cut off.
    private static final Duration CUT_OFF_WAIT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Dispatch dispatch;
    private final List<Listener> listeners;
    private final @Nullable TlsReload reload;

    private HttpServer(
            Vertx vertx, Dispatch dispatch, List<Listener> listeners, @Nullable TlsReload reload) {
        this.vertx = vertx;
        this.dispatch = dispatch;
        this.listeners = listeners;
        this.reload = reload;
    }

    /// Listens and serves.
    ///
    /// @throws IOException if the address cannot be listened on, or the certificate not be used
    /// @throws IllegalArgumentException if routes contradict each other: a bug
    public static HttpServer start(
            HttpSettings settings, List<RouteGroup> groups, HttpEvents events) throws IOException {
        if (settings.listen().isUnresolved()) {
            throw new UnknownHostException(settings.listen().getHostString());
        }
        var dispatch = new Dispatch(settings, new Router(groups), events);
        int loops = Runtime.getRuntime().availableProcessors();
        var vertx = vertx(loops, new AcceptLimit(settings.limits().connectionsMax(), events));
        try {
            var tls = settings.tls().isEmpty()
                    ? null
                    : TlsFiles.read(settings.tls().get(), vertx);
            var listeners = IntStream.range(0, loops)
                    .mapToObj(_ -> new Listener(dispatch, tls))
                    .toList();
            var next = listeners.iterator();
            join(vertx.deployVerticle(next::next, new DeploymentOptions().setInstances(loops)));
            var reload = tls == null
                    ? null
                    : TlsReload.start(settings.tls().get(), tls, vertx, listeners.getFirst());
            return new HttpServer(vertx, dispatch, listeners, reload);
        } catch (ExecutionException e) {
            vertx.close();
            throw cannotListen(settings.listen(), e);
        } catch (InterruptedException e) {
            vertx.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before listening on " + settings.listen(), e);
        } catch (IOException e) {
            vertx.close();
            throw e;
        }
    }

    /// The transport's own words name a system call and a number.
    private static IOException cannotListen(InetSocketAddress listen, ExecutionException failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        var message = String.valueOf(cause.getMessage());
        var reason = message;
        if (message.contains("Address already in use")) {
            reason = "another process listens there; stop it, or choose another address or port";
        } else if (message.contains("Cannot assign requested address")) {
            reason = "this machine has no such address; 0.0.0.0 stands for all that it has";
        } else if (message.contains("Permission denied")) {
            reason = "ports below 1024 are for privileged users; choose a higher one";
        }
        return new IOException(
                "cannot listen on %s:%d: %s"
                        .formatted(listen.getHostString(), listen.getPort(), reason),
                cause);
    }

    private static Vertx vertx(int loops, AcceptLimit limit) {
        var options = new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setFileSystemOptions(new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false));
        return Vertx.builder()
                .with(options)
                .withTransport(new TransportInternal("limited", true, null, limit.transport()))
                .build();
    }

    /// Where the server listens, with the port it got.
    public InetSocketAddress address() {
        return new InetSocketAddress(
                dispatch.settings().listen().getAddress(), listeners.getFirst().port());
    }

    /// Stops accepting and lets requests in flight finish, each the last of its connection.
    ///
    /// Returns when none is left, or when `wait` is over: then what is left was cut off, and
    /// its threads may still run for a moment.
    public void drain(Duration wait) {
        dispatch.drain();
        try {
            join(Future.join(listeners.stream().map(each -> each.shutdown(wait)).toList()));
            if (!dispatch.awaitIdle(CUT_OFF_WAIT)) {
                log.atWarn().addKeyValue("wait", wait).log("requests still run after draining");
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Drains for the settings' `drainWait`, then frees everything.
    @Override
    public void close() {
        drain(dispatch.settings().drainWait());
        if (reload != null) {
            reload.close();
        }
        try {
            join(vertx.close());
        } catch (ExecutionException e) {
            throw new IllegalStateException("closing failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T join(Future<T> future) throws ExecutionException, InterruptedException {
        return future.toCompletionStage().toCompletableFuture().get();
    }
}
