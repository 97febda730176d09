package dev.berth.platform.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;

/// The life of one request on its own thread: from its head to the last byte of its answer.
final class Answer {
    private static final Logger log = LoggerFactory.getLogger(Answer.class);
    private static final ErrorResponses PLAIN = new PlainErrors();

    /// What is read of a body that nobody wants, so that the connection can be used again.
    private static final long UNREAD_BYTES_MAX = 1024 * 1024;

    private static final Duration UNREAD_WAIT = Duration.ofSeconds(1);

    private final Dispatch server;
    private final HttpServerRequest http;
    private final HttpServerResponse out;
    private final Peer peer;
    private final boolean http2;
    private final @Nullable BodyInput input;
    private final long startedNanos = System.nanoTime();

    private String id = "";
    private String operation = "";
    private @Nullable Exchange exchange;
    private boolean close;
    private int status;
    private long bytes;

    Answer(
            Dispatch server,
            HttpServerRequest http,
            Peer peer,
            boolean http2,
            @Nullable BodyInput input) {
        this.server = server;
        this.http = http;
        this.out = http.response();
        this.peer = peer;
        this.http2 = http2;
        this.input = input;
    }

    /// Answers the request, or resets it; nothing is thrown.
    void run(boolean admitted) {
        try {
            var headers = receivedHeaders();
            id = RequestId.of(headers.first("X-Request-Id"));
            exchange = new Exchange(http, headers, id, peer, server.origins(), input);
            var request = exchange;
            ScopedValue.where(RequestId.CURRENT, id).run(() -> answer(request, admitted));
        } catch (HttpException e) {
            refuse(e.problem());
        }
        server.accessLog().log(http, exchange, id, operation, status, bytes, startedNanos);
    }

    private Headers receivedHeaders() {
        var received = http.headers();
        var fields = new ArrayList<String>(2 * received.size());
        received.forEach((name, value) -> {
            fields.add(name);
            fields.add(value);
        });
        return Headers.received(fields);
    }

    /// Refuses what no group can render, and trusts the connection no further.
    private void refuse(HttpProblem problem) {
        id = id.isEmpty() ? RequestId.of(java.util.Optional.empty()) : id;
        server.events().limitReached(ServerLimit.MALFORMED);
        close = true;
        try {
            send(PlainErrors.problem(problem), Headers.NONE);
            finish();
        } catch (IOException | InterruptedException e) {
            reset();
        }
    }

    private void answer(Exchange request, boolean admitted) {
        var table = server.router().table(request.target().segments());
        var errors = table == null ? PLAIN : table.group.errors();
        var fields = table == null ? Headers.NONE : table.group.fields();
        try {
            var response = admitted ? respond(request, table, errors) : overloaded(request, errors);
            try {
                send(response, fields);
            } catch (IOException e) {
                if (e instanceof PeerGoneException || out.headWritten()) {
                    throw e;
                }
                out.headers().clear();
                send(rendered(e, request, errors), fields);
            }
            finish();
        } catch (PeerGoneException e) {
            server.events().peerGone();
            reset();
        } catch (InterruptedException e) {
            reset();
        } catch (Throwable broken) {
            log.atWarn()
                    .setCause(broken)
                    .addKeyValue("request", id)
                    .addKeyValue("operation", operation)
                    .log("an answer broke half-way, connection reset");
            reset();
        }
    }

    private Response overloaded(Exchange request, ErrorResponses errors) {
        server.events().limitReached(ServerLimit.REQUESTS);
        var problem =
                new HttpProblem.Unavailable("too many requests at once", Duration.ofSeconds(1));
        return errors.render(new HttpException(problem), request);
    }

    private Response respond(Exchange request, Router.@Nullable Table table, ErrorResponses errors)
            throws PeerGoneException, InterruptedException {
        var observation = HttpEvents.Observation.NONE;
        Response response = null;
        try {
            if (table == null) {
                throw new HttpException(new HttpProblem.NoRoute(request.path()));
            }
            var match = table.require(request.methodOrNull(), request.target());
            operation = match.entry().route.operation();
            observation = server.events().started(request, operation);
            request.matched(match);
            response = handle(match.entry().route, request);
        } catch (PeerGoneException | InterruptedException e) {
            throw e;
        } catch (Throwable failure) {
            response = rendered(failure, request, errors);
        } finally {
            observation.ended(
                    response == null ? 0 : response.status(),
                    response == null ? 0 : response.body().length());
        }
        return response;
    }

    private static <C> Response handle(Route<C> route, Request request)
            throws IOException, InterruptedException {
        return route.handler().handle(route.guard().admit(request), request);
    }

    private Response rendered(Throwable failure, Request request, ErrorResponses errors) {
        var response = errors.render(failure, request);
        if (failure instanceof HttpException refused) {
            count(refused.problem());
        } else if (response.status() == 500) {
            log.atError()
                    .setCause(failure)
                    .addKeyValue("request", id)
                    .addKeyValue("operation", operation)
                    .log("a request failed for a reason that is a bug");
        } else if (response.status() > 500) {
            log.atWarn()
                    .addKeyValue("request", id)
                    .addKeyValue("operation", operation)
                    .addKeyValue("cause", failure.toString())
                    .log("a request failed for a reason outside");
        }
        return response;
    }

    private void count(HttpProblem problem) {
        switch (problem) {
            case HttpProblem.TooSlow _ -> {
                close = true;
                server.events().limitReached(ServerLimit.BODY_WAIT);
            }
            case HttpProblem.BodyTooLarge _ -> server.events().limitReached(ServerLimit.BODY_BYTES);
            case HttpProblem.Malformed _ -> {
                server.events().limitReached(ServerLimit.MALFORMED);
            }
            default -> {}
        }
    }

    private void send(Response response, Headers groupFields)
            throws IOException, InterruptedException {
        status = response.status();
        bytes = 0;
        out.setStatusCode(status);
        var fields = out.headers();
        groupFields.forEach(fields::add);
        response.headers().forEach(fields::add);
        fields.add("X-Request-Id", id);
        fields.add("Date", HttpDate.now());
        close |= server.isDraining() || unreadTooMuch();
        if (close && !http2) {
            fields.set("Connection", "close");
        }
        boolean bodyless = status == 204 || status == 304;
        if (!bodyless) {
            fields.set("Content-Length", Long.toString(response.body().length()));
        }
        var writer = new ResponseWriter(
                out, !http2 && !peer.tls(), server.settings().limits().writeWait());
        if (bodyless || http.method().equals(HttpMethod.HEAD)) {
            writer.sendHead();
        } else {
            writer.send(response.body());
            bytes = response.body().length();
        }
    }

    /// Whether so much of the body is left that the connection is not worth keeping.
    private boolean unreadTooMuch() {
        if (input == null || input.isConsumed()) {
            return false;
        }
        return input.isContinueExpected() || input.left().orElse(Long.MAX_VALUE) > UNREAD_BYTES_MAX;
    }

    /// Leaves the connection fit for the next request, or closes it.
    private void finish() throws InterruptedException {
        if (input != null && !input.isConsumed()) {
            if (http2) {
                out.reset(0);
                return;
            }
            boolean complete =
                    !input.isContinueExpected() && input.drain(UNREAD_BYTES_MAX, UNREAD_WAIT);
            close |= !complete;
        }
        if (close && !http2) {
            http.connection().close();
        }
    }

    private void reset() {
        if (http2) {
            out.reset(2);
        } else {
            http.connection().close();
        }
    }
}
