package dev.berth.platform.http;

import dev.berth.platform.telemetry.RequestContext;
import dev.berth.platform.waiting.MustWait;
import dev.berth.platform.waiting.Waits;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/// The life of one request: from its route to the last byte of its answer, on its own thread, or
/// on the event loop where nothing has to wait.
final class Answer {
    private static final Logger log = LoggerFactory.getLogger(Answer.class);
    private static final ErrorResponses PLAIN = new PlainErrors();
    private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(1);

    /// What is skipped of a body that nobody wants, so that the connection can be used again.
    private static final long UNREAD_BYTES_MAX = 1024 * 1024;

    /// RFC 9113 §7.
    private static final long NO_ERROR = 0;

    private static final long INTERNAL_ERROR = 2;

    private final Dispatch server;
    private final HttpServerRequest http;
    private final HttpServerResponse out;
    private final ConnectionWatch watch;
    private final Exchange request;
    private final @Nullable BodyInput input;
    private final Router.@Nullable Table table;
    private final Router.@Nullable Match match;
    private final ErrorResponses errors;
    private final long startedNanos = System.nanoTime();

    private String operation = "";
    private HttpEvents.Observation observation = HttpEvents.Observation.NONE;
    private @Nullable Response response;
    private boolean last;
    private boolean ended;
    private int status;
    private int sendingRoom;
    private long bytes;

    Answer(
            Dispatch server,
            HttpServerRequest http,
            ConnectionWatch watch,
            Exchange request,
            @Nullable BodyInput input) {
        this.server = server;
        this.http = http;
        this.out = http.response();
        this.watch = watch;
        this.request = request;
        this.input = input;
        table = server.router().table(request.target().segments());
        match = table == null ? null : table.find(request.methodOrNull(), request.target());
        errors = table == null ? PLAIN : table.group.errors();
    }

    /// Answers the request on the event loop, if its route is a prompt one and nothing has to wait;
    /// tells whether it did. If not, nothing was sent, and [#run] goes on.
    boolean isGivenAtOnce() {
        if (match == null || input != null || !match.entry().route.prompt()) {
            return false;
        }
        RequestContext.during(request, () -> {
            response = attempt();
            if (response != null && leavesAtOnce(response)) {
                answer(true);
                end();
            }
        });
        return ended;
    }

    /// What can be answered without waiting, or null. So is a failure that not even a refusal came
    /// of: the thread that begins anew meets it, too, and ends the request as it should.
    private @Nullable Response attempt() {
        try {
            return Waits.without(this::respondAtOnce).orElse(null);
        } catch (RuntimeException _) {
            return null;
        }
    }

    private @Nullable Response respondAtOnce() {
        try {
            return respond();
        } catch (PeerGoneException | InterruptedException e) {
            throw new IllegalStateException("without a body and without waiting", e);
        }
    }

    private boolean leavesAtOnce(Response given) {
        return isWithoutBody(given.status())
                || (given.body() instanceof Body.Bytes bytes
                        && server.writer(http).sendsAtOnce(bytes));
    }

    /// Answers the request, or resets it; nothing is thrown.
    ///
    /// @param admitted whether the server has room for the request
    void run(boolean admitted) {
        RequestContext.during(request, () -> {
            answer(admitted);
            end();
        });
    }

    private void end() {
        server.rooms().sending().giveBack(sendingRoom);
        request.answered();
        if (input != null) {
            input.discard();
        }
        observation.ended(status, bytes);
        AccessLog.answered(request, operation, status, bytes, startedNanos);
        ended = true;
    }

    private void answer(boolean admitted) {
        try {
            if (response == null) {
                response = admitted ? respond() : busy();
            }
            finish(sendOrRefuse(response));
        } catch (PeerGoneException e) {
            server.events().peerGone();
            reset();
        } catch (InterruptedException | RejectedExecutionException e) {
            // The server is closing, or closed.
            reset();
        } catch (Throwable broken) {
            log.atWarn()
                    .setCause(broken)
                    .addKeyValue("request", request.id())
                    .addKeyValue("operation", operation)
                    .log("an answer broke half-way, connection reset");
            reset();
        }
    }

    private Response busy() {
        server.events().limitReached(ServerLimit.REQUESTS);
        return render(new HttpException(
                new HttpProblem.Unavailable("too many requests at once", RETRY_WHEN_BUSY)));
    }

    private Response respond() throws PeerGoneException, InterruptedException {
        try {
            if (table == null) {
                throw new HttpException(new HttpProblem.NoRoute(request.path()));
            }
            // One that cannot be read is refused also where nobody would have read it.
            var _ = request.query();
            if (match == null) {
                throw new HttpException(table.refusal(request.target()));
            }
            var route = match.entry().route;
            if (operation.isEmpty()) {
                operation = route.operation();
                observation = server.events().started(request, operation);
            }
            request.matched(match);
            return handle(route);
        } catch (PeerGoneException | InterruptedException | MustWait e) {
            throw e;
        } catch (Throwable failure) {
            return render(failure);
        }
    }

    private <C> Response handle(Route<C> route) throws IOException, InterruptedException {
        try {
            var response = route.handler().handle(route.guard().admit(request), request);
            if (response.body() instanceof Body.Bytes(var bytes)) {
                sendingRoom = server.rooms().sending().take(bytes.length);
            }
            return response;
        } finally {
            request.handled();
        }
    }

    private Response render(Throwable failure) {
        if (failure instanceof HttpException refused) {
            refused.problem().limit().ifPresent(server.events()::limitReached);
            last |= refused.problem() instanceof HttpProblem.TooSlow;
        }
        var response = errors.render(failure, request);
        if (response.status() == 500) {
            log.atError()
                    .setCause(failure)
                    .addKeyValue("request", request.id())
                    .addKeyValue("operation", operation)
                    .log("a request failed for a reason that is a bug");
        } else if (response.status() > 500 && !(failure instanceof HttpException)) {
            log.atWarn()
                    .addKeyValue("request", request.id())
                    .addKeyValue("operation", operation)
                    .addKeyValue("cause", failure.toString())
                    .log("a request failed for a reason outside");
        }
        return response;
    }

    /// Sends the answer, or another one if its body cannot even be opened.
    private Future<Void> sendOrRefuse(Response response) throws IOException, InterruptedException {
        try {
            return send(response);
        } catch (IOException e) {
            if (e instanceof PeerGoneException || out.headWritten()) {
                throw e;
            }
            out.headers().clear();
            return send(render(e));
        }
    }

    private Future<Void> send(Response response) throws IOException, InterruptedException {
        status = response.status();
        last = !watch.isHttp2() && (last || server.isDraining() || isUnreadTooMuch());
        if (last) {
            watch.closeSoon();
        }
        ResponseHead.set(
                http,
                response,
                table == null ? Headers.NONE : table.group.fields(),
                request.id(),
                last);
        var writer = server.writer(http);
        if (isWithoutBody(status)) {
            return writer.sendHead();
        }
        var sent = writer.send(response.body());
        bytes = response.body().length();
        return sent;
    }

    private boolean isWithoutBody(int answered) {
        return http.method().equals(HttpMethod.HEAD) || !ResponseHead.hasLength(answered);
    }

    /// Whether so much of the body is left that the connection is not worth keeping.
    private boolean isUnreadTooMuch() {
        if (input == null || input.isConsumed()) {
            return false;
        }
        return input.isContinueExpected()
                || input.isBroken()
                || input.left().orElse(Long.MAX_VALUE) > UNREAD_BYTES_MAX;
    }

    /// Leaves the connection fit for the next request, or ends what cannot be; a short rest of the
    /// body is skipped as it comes, by nobody's thread.
    private void finish(Future<Void> sent) {
        if (last) {
            closeAfter(input);
        } else if (input != null && watch.isHttp2() && isUnreadTooMuch()) {
            sent.onSuccess(_ -> stopUpload(input));
        }
    }

    /// Closes the connection, but hears a client out that still sends: over TLS many do not look
    /// for an answer before they have sent everything, and lose it with the connection.
    private void closeAfter(@Nullable BodyInput body) {
        if (body == null || body.isContinueExpected() || body.isBroken()) {
            var _ = http.connection().close();
        } else {
            body.whenOver(() -> http.connection().close());
        }
    }

    /// Tells a client of HTTP/2 that has its whole answer to send no more (RFC 9113 §8.1).
    private void stopUpload(BodyInput body) {
        if (!body.isConsumed()) {
            var _ = out.reset(NO_ERROR);
        }
    }

    private void reset() {
        if (watch.isHttp2()) {
            var _ = out.reset(INTERNAL_ERROR);
        } else {
            watch.reset();
        }
    }
}
