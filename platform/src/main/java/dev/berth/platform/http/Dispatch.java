package dev.berth.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.http.HttpServerRequestInternal;

import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;

/// Takes requests from the event loops and gives each a virtual thread.
final class Dispatch {
    private final HttpSettings settings;
    private final Router router;
    private final HttpEvents events;
    private final AccessLog accessLog = new AccessLog();
    private final Origins origins;
    private final Semaphore requests;
    private volatile boolean draining;

    Dispatch(HttpSettings settings, Router router, HttpEvents events) {
        this.settings = settings;
        this.router = router;
        this.events = events;
        this.origins = new Origins(settings.externalUrl(), settings.trustedProxies());
        this.requests = new Semaphore(settings.limits().requestsMax());
    }

    /// Starts answering; on the event loop of the request's connection, which it never blocks.
    void accept(HttpServerRequest http) {
        var internal = (HttpServerRequestInternal) http;
        boolean http2 = http.version() == HttpVersion.HTTP_2;
        var channel = ((HttpServerConnection) http.connection())
                .channelHandlerContext()
                .channel();
        var peer = new Peer(
                ((InetSocketAddress) channel.remoteAddress()).getAddress(),
                http.isSSL(),
                http.authority() == null ? "localhost" : http.authority().toString());
        var input = hasBody(http, http2) ? body(internal) : null;
        boolean admitted = requests.tryAcquire();
        var answer = new Answer(this, http, peer, http2, input);
        Thread.startVirtualThread(() -> {
            try {
                answer.run(admitted);
            } finally {
                if (admitted) {
                    requests.release();
                }
            }
        });
    }

    private static boolean hasBody(HttpServerRequest http, boolean http2) {
        var length = http.headers().get("Content-Length");
        if (length != null) {
            return !length.equals("0");
        }
        return http2 || http.headers().contains("Transfer-Encoding");
    }

    private BodyInput body(HttpServerRequestInternal http) {
        var expect = http.getHeader("Expect");
        return new BodyInput(
                http,
                http.context(),
                "100-continue".equalsIgnoreCase(expect),
                settings.limits().bodyWait());
    }

    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    HttpSettings settings() {
        return settings;
    }

    Router router() {
        return router;
    }

    HttpEvents events() {
        return events;
    }

    Origins origins() {
        return origins;
    }

    AccessLog accessLog() {
        return accessLog;
    }
}
