package dev.berth.platform.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Takes requests from the event loops, and gives each that can be understood a virtual thread, or
/// answers it at once where memory suffices.
final class Dispatch {
    /// RFC 9113 §7.
    private static final long NO_ERROR = 0;

    private final HttpSettings settings;
    private final Router router;
    private final HttpEvents events;
    private final Origins origins;
    private final Semaphore requests;
    private final CopyMemory copyMemory = CopyMemory.ofProcess();
    private final HeapRooms rooms;
    private volatile boolean draining;

    Dispatch(HttpSettings settings, Router router, HttpEvents events) {
        this.settings = settings;
        this.router = router;
        this.events = events;
        this.origins = new Origins(settings.externalUrl(), settings.trustedProxies());
        this.requests = new Semaphore(settings.limits().requestsMax());
        this.rooms = HeapRooms.ofProcess(events);
    }

    /// Starts answering; on the event loop of the request's connection, which it never blocks.
    void accept(HttpServerRequest http) {
        var watch = watch(http);
        if (watch.isClosing()) {
            return;
        }
        try {
            var head = RequestHead.of(http, watch, settings.limits());
            var input = hasBody(http, watch) ? body(http, watch) : null;
            var exchange = new Exchange(http, head, origins, input, rooms);
            watch.requestStarted(input);
            boolean admitted = requests.tryAcquire();
            var answer = new Answer(this, http, watch, exchange, input);
            if (admitted && answer.isGivenAtOnce()) {
                ended(watch, true);
            } else {
                Thread.startVirtualThread(() -> {
                    try {
                        answer.run(admitted);
                    } finally {
                        ended(watch, admitted);
                    }
                });
            }
        } catch (HttpException e) {
            refuse(http, watch, e.problem());
        }
    }

    private void ended(ConnectionWatch watch, boolean admitted) {
        watch.requestEnded();
        if (admitted) {
            requests.release();
        }
    }

    private static ConnectionWatch watch(HttpServerRequest http) {
        var connection = (HttpServerConnection) http.connection();
        return ConnectionWatch.of(connection.channelHandlerContext().channel());
    }

    private static boolean hasBody(HttpServerRequest http, ConnectionWatch watch) {
        var length = http.headers().get("Content-Length");
        if (length != null) {
            return !length.equals("0");
        }
        return watch.isHttp2() || http.headers().contains("Transfer-Encoding");
    }

    private BodyInput body(HttpServerRequest http, ConnectionWatch watch) {
        BodyInput.Valve valve =
                watch.isHttp2() ? open -> setFlowing(http, open) : watch::setReading;
        return new BodyInput(http, watch.eventLoop(), valve, settings.limits().bodyWait());
    }

    private static void setFlowing(HttpServerRequest http, boolean on) {
        if (!http.isEnded()) {
            var _ = on ? http.resume() : http.pause();
        }
    }

    /// Refuses a head that cannot be parsed; on the event loop. What is left of a head on a
    /// connection that is being closed was refused before.
    void refuse(HttpServerRequest http) {
        var watch = watch(http);
        if (watch.isClosing()) {
            return;
        }
        var limits = settings.limits();
        var cause = http.decoderResult().cause();
        refuse(
                http,
                watch,
                switch (cause) {
                    case TooLongHttpLineException _ ->
                        new HttpProblem.UriTooLong(limits.targetBytesMax());
                    case TooLongHttpHeaderException _ ->
                        new HttpProblem.HeadersTooLarge("header fields may have at most "
                                + limits.headerBytesMax() + " bytes");
                    default ->
                        new HttpProblem.Malformed(
                                "the request cannot be parsed: " + cause.getMessage());
                });
    }

    /// Refuses what no group can render, and trusts nothing that follows on a connection of
    /// HTTP/1.1: what looks like another request may be part of this one.
    private void refuse(HttpServerRequest http, ConnectionWatch watch, HttpProblem problem) {
        var id = RequestId.next();
        boolean last = !watch.isHttp2();
        if (last) {
            watch.distrust();
        }
        problem.limit().ifPresent(events::limitReached);
        var response = PlainErrors.problem(problem);
        ResponseHead.set(http, response, Headers.NONE, id, last);
        if (response.body() instanceof Body.Bytes(var bytes)) {
            var sent = writer(http).sendBytes(bytes);
            if (watch.isHttp2()) {
                sent.onSuccess(_ -> {
                    if (!http.isEnded()) {
                        var _ = http.response().reset(NO_ERROR);
                    }
                });
            }
        }
        AccessLog.refused(http, watch, id, response);
        if (last) {
            var _ = http.connection().close();
        }
    }

    /// From now on each answer is the last of its connection.
    void drain() {
        draining = true;
    }

    /// Waits until no request is being answered; tells whether that came about in time.
    boolean awaitIdle(Duration wait) throws InterruptedException {
        int all = settings.limits().requestsMax();
        if (!requests.tryAcquire(all, wait.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        requests.release(all);
        return true;
    }

    boolean isDraining() {
        return draining;
    }

    ResponseWriter writer(HttpServerRequest http) {
        return new ResponseWriter(http, settings.limits().writeWait(), copyMemory);
    }

    HeapRooms rooms() {
        return rooms;
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
}
