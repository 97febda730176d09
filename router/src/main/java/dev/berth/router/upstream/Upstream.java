package dev.berth.router.upstream;

import dev.berth.platform.waiting.Waits;
import dev.berth.router.secret.LiveSecret;
import dev.berth.router.upstream.UpstreamException.Reason;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.Http2ClientConfig;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;

import org.jspecify.annotations.Nullable;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

/// Calls other servers over HTTP/1.1 or HTTP/2, blocking, for virtual threads.
///
/// - Manifests and blobs have connections of their own, so that long downloads keep nobody from
///   asking.
/// - Redirects are answers like others.
/// - Thread-safe; open until [#close].
public final class Upstream implements AutoCloseable {
    /// With one, an answer is handled where its connection is read, and can stop it at once. It
    /// only copies what arrives: some gigabytes a second.
    private static final int EVENT_LOOPS = 1;

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int HEADER_BYTES_MAX = 32 * 1024;
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(5);

    /// By then a name, a proxy, a connection and its TLS have succeeded or failed.
    private static final Duration CONNECTED_BY = Duration.ofSeconds(30);

    private static final String USER_AGENT = "berth-router";

    /// Callers that may wait for a connection, for each connection there may be.
    private static final int WAITING_PER_CONNECTION = 4;

    private final Vertx vertx;
    private final HttpClient questions;
    private final HttpClient streams;
    private final Optional<OutboundProxy> proxy;
    private final Optional<LiveSecret> proxyPassword;
    private final ReadRoom room = ReadRoom.ofProcess();
    private final ReadAhead ahead = ReadAhead.ofProcess();

    private Upstream(Vertx vertx, UpstreamSettings settings) {
        this.vertx = vertx;
        this.questions = client(settings);
        this.streams = client(settings);
        this.proxy = settings.proxy();
        this.proxyPassword = proxy.flatMap(OutboundProxy::password)
                .map(given -> new LiveSecret(given, System::nanoTime));
    }

    /// Opens it; nothing is connected before the first call.
    public static Upstream open(UpstreamSettings settings) {
        var options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false))
                .setEventLoopPoolSize(EVENT_LOOPS);
        return new Upstream(Vertx.builder().with(options).build(), settings);
    }

    private HttpClient client(UpstreamSettings settings) {
        var config = new HttpClientConfig()
                .setConnectTimeout(CONNECT_WAIT)
                .setDecompressionEnabled(false)
                .setHttp1Config(new Http1ClientConfig()
                        .setKeepAliveTimeout(settings.keepAlive())
                        .setMaxChunkSize(CHUNK_BYTES)
                        .setMaxHeaderSize(HEADER_BYTES_MAX))
                .setHttp2Config(new Http2ClientConfig()
                        .setClearTextUpgrade(false)
                        .setKeepAliveTimeout(settings.keepAlive()))
                .setVersions(versions(settings));
        var pool = new PoolOptions()
                .setHttp1MaxSize(settings.connectionsMax())
                .setHttp2MaxSize(Runtime.getRuntime().availableProcessors())
                .setMaxWaitQueueSize(WAITING_PER_CONNECTION * settings.connectionsMax());
        var tls = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        settings.authorities()
                .ifPresent(file -> tls.setTrustOptions(
                        new PemTrustOptions().addCertPath(file.toAbsolutePath().toString())));
        return vertx.httpClientBuilder().with(config).with(pool).with(tls).build();
    }

    /// Connections through the proxy are kept apart by its password, too.
    private @Nullable ProxyOptions proxy() {
        return proxy.map(this::options).orElse(null);
    }

    private ProxyOptions options(OutboundProxy proxy) {
        var options = new ProxyOptions()
                .setType(
                        switch (proxy.kind()) {
                            case HTTP -> ProxyType.HTTP;
                            case SOCKS5 -> ProxyType.SOCKS5;
                        })
                .setHost(proxy.address().host())
                .setPort(proxy.address().port())
                .setConnectTimeout(CONNECT_WAIT);
        proxy.username().ifPresent(options::setUsername);
        proxyPassword.ifPresent(secret -> options.setPassword(secret.current().reveal()));
        return options;
    }

    private static List<HttpVersion> versions(UpstreamSettings settings) {
        if (settings.priorKnowledge()) {
            return List.of(HttpVersion.HTTP_2);
        }
        return settings.harbor().getScheme().equals("https")
                ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                : List.of(HttpVersion.HTTP_1_1);
    }

    /// Asks for something small, and waits at most `wait` for the head of the answer, and as long
    /// for its body where that is read whole, or for each part of it.
    ///
    /// The caller closes the reply.
    public Reply ask(Call call, Duration wait) throws UpstreamException, InterruptedException {
        return send(questions, call, wait);
    }

    /// As [#ask], on the connections for blobs.
    public Reply stream(Call call, Duration wait) throws UpstreamException, InterruptedException {
        return send(streams, call, wait);
    }

    private Reply send(HttpClient client, Call call, Duration wait)
            throws UpstreamException, InterruptedException {
        Waits.begin();
        var attempt = new Attempt();
        var answered = client.request(options(call).setProxyOptions(proxy())).compose(request -> {
            attempt.sending(request);
            return request.send()
                    .map(response -> attempt.answered(new Reply(response, room, ahead, wait)));
        });
        try {
            return answered.toCompletionStage()
                    .toCompletableFuture()
                    .get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw late(attempt.giveUp(), wait, e);
        } catch (InterruptedException e) {
            var _ = attempt.giveUp();
            throw e;
        } catch (ExecutionException e) {
            throw failure(call, e.getCause() == null ? e : e.getCause());
        }
    }

    /// Who got no connection for longer than one takes to fail has waited for those of others, of
    /// which the other side knows nothing.
    static UpstreamException late(boolean connected, Duration wait, TimeoutException e) {
        boolean isOurs = !connected && wait.compareTo(CONNECTED_BY) > 0;
        return new UpstreamException(
                isOurs ? Reason.BUSY : Reason.TIMEOUT,
                "no %s within %d ms"
                        .formatted(isOurs ? "connection free" : "answer", wait.toMillis()),
                e);
    }

    private static RequestOptions options(Call call) {
        var origin = call.origin();
        boolean tls = origin.getScheme().equals("https");
        var options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method().name()))
                .setHost(host(origin))
                .setPort(origin.getPort() >= 0 ? origin.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(call.target())
                .putHeader("User-Agent", USER_AGENT);
        call.headers().forEach(options::addHeader);
        return options;
    }

    private static String host(URI origin) {
        var host = origin.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static UpstreamException failure(Call call, Throwable cause) {
        var reason = switch (cause) {
            case ConnectionPoolTooBusyException _ -> Reason.BUSY;
            case ConnectException _, UnknownHostException _, SSLException _ -> Reason.CONNECT;
            default -> Reason.BROKEN;
        };
        return new UpstreamException(
                reason,
                "%s %s%s: %s".formatted(call.method(), call.origin(), call.target(), told(cause)),
                cause);
    }

    /// The transport's own words name system calls and numbers.
    private static String told(Throwable cause) {
        return switch (cause) {
            case UnknownHostException _ -> "no such host";
            case ConnectException _ -> "nobody accepts connections there";
            default -> String.valueOf(cause.getMessage());
        };
    }

    /// Resets what is open.
    @Override
    public void close() {
        try {
            var _ = vertx.close().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("closing failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
