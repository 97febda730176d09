package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.oci.OciException;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.platform.telemetry.RequestContext;
import dev.berth.router.breaker.Breaker;
import dev.berth.router.breaker.Breaker.Use;
import dev.berth.router.breaker.Breakers;
import dev.berth.router.breaker.Entry;
import dev.berth.router.breaker.Pass;
import dev.berth.router.breaker.RetryBudget;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Project;
import dev.berth.router.project.Robot;
import dev.berth.router.resolve.Trouble.Kind;
import dev.berth.router.upstream.Call;
import dev.berth.router.upstream.Reply;
import dev.berth.router.upstream.Upstream;
import dev.berth.router.upstream.UpstreamException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Asks one project as a registry, with the robot's credential: where statuses become findings, and
/// where breakers, the retry budget and the metrics of Harbor stand.
///
/// Thread-safe.
public final class ProjectRegistry {
    private static final Logger log = LoggerFactory.getLogger(ProjectRegistry.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);

    private final Upstream upstream;
    private final URI harbor;
    private final Robot robot;
    private final Predicate<Project> unhealthy;
    private final Breakers breakers;
    private final RetryBudget budget = new RetryBudget();
    private final ResolveSettings settings;
    private final RouterMetrics metrics;

    /// @param unhealthy whether Harbor cannot reach the registry behind a project
    public ProjectRegistry(
            Upstream upstream,
            URI harbor,
            Robot robot,
            Predicate<Project> unhealthy,
            Breakers breakers,
            ResolveSettings settings,
            RouterMetrics metrics) {
        this.upstream = upstream;
        this.harbor = harbor;
        this.robot = robot;
        this.unhealthy = unhealthy;
        this.breakers = breakers;
        this.settings = settings;
        this.metrics = metrics;
    }

    /// Whether Harbor cannot reach the registry behind a project.
    boolean isUnhealthy(Project project) {
        return unhealthy.test(project);
    }

    /// What came of a call.
    public sealed interface Sent {
        /// Something that is neither of the others; the receiver closes it.
        record Answered(Reply reply) implements Sent {}

        /// 404.
        record Absent() implements Sent {}

        record Unclear(Trouble trouble) implements Sent {}
    }

    /// Asks once.
    Finding ask(Project project, Question question) throws InterruptedException {
        return finding(question, send(project, question, 1));
    }

    /// Asks again after a failure that may pass.
    Finding askPatiently(Project project, Question question) throws InterruptedException {
        return finding(question, send(project, question, settings.triesMax()));
    }

    private Sent send(Project project, Question question, int tries) throws InterruptedException {
        var call = call(question.method(), question.target(project), question.fields());
        return ask(project, call, tries);
    }

    private static Finding finding(Question question, Sent sent) {
        return switch (sent) {
            case Sent.Absent _ -> new Finding.Absent();
            case Sent.Unclear(var trouble) -> new Finding.Unclear(trouble);
            case Sent.Answered(var reply) -> {
                try (reply) {
                    yield present(question, reply);
                }
            }
        };
    }

    private static Finding present(Question question, Reply reply) {
        boolean redirected = reply.status() == 302 || reply.status() == 307;
        if (reply.status() != 200 && !redirected) {
            return new Finding.Unclear(Trouble.of(Kind.INVALID));
        }
        var type = reply.header("Content-Type").orElse("");
        return new Finding.Present(
                digest(reply), type, reply.length().orElse(-1), question.takes(type));
    }

    /// The digest that Harbor says a manifest has.
    static Optional<Digest> digest(Reply reply) {
        try {
            return reply.header("Docker-Content-Digest").map(Digest::parse);
        } catch (OciException e) {
            return Optional.empty();
        }
    }

    /// Fetches the body that answers a question.
    Sent fetch(Project project, Question question) throws InterruptedException {
        var call = call(Method.GET, question.target(project), question.fields());
        return ask(project, call, settings.triesMax());
    }

    /// Fetches what is below `path` of an image's repository, for passing it on.
    ///
    /// @param target path and query at Harbor
    public Sent pass(Project project, String target, Headers fields) throws InterruptedException {
        var call = call(Method.GET, target, fields);
        return ask(project, call, settings.triesMax());
    }

    /// Opens a blob, for passing it on as it comes.
    public Sent stream(Project project, Method method, String target, Headers fields)
            throws InterruptedException {
        var call = call(method, target, fields);
        Line line = each -> upstream.stream(each, settings.streamWait());
        return send(project, settings.triesMax(), () -> sendOnce(project, call, Use.STREAM, line));
    }

    /// Opens a blob where a project says that it is; nothing of ours is shown there, and nothing
    /// of the address but its host is logged: its query opens the blob to whoever reads it.
    ///
    /// What goes wrong there is no fault of Harbor or the project; a 404 there is no absence.
    ///
    /// @param place http or https, with a host that is allowed
    public Sent follow(Project project, Method method, URI place, Headers fields)
            throws InterruptedException {
        var path = place.getRawPath().isEmpty() ? "/" : place.getRawPath();
        var target = place.getRawQuery() == null ? path : path + "?" + place.getRawQuery();
        var origin = URI.create(place.getScheme() + "://" + place.getRawAuthority());
        var call = new Call(method, origin, target, fields);
        return send(project, settings.triesMax(), () -> followOnce(project, call));
    }

    private Sent followOnce(Project project, Call call) throws InterruptedException {
        return switch (breakers.stores().enter(Use.STREAM)) {
            case Entry.Refused refused -> heldBack(refused);
            case Pass pass -> {
                try (pass) {
                    yield follow(project, call, pass);
                }
            }
        };
    }

    private Sent follow(Project project, Call call, Pass pass) throws InterruptedException {
        try {
            var reply = upstream.stream(call, settings.streamWait());
            tell(pass, reply);
            return followed(project, call, reply);
        } catch (UpstreamException e) {
            if (e.reason() != UpstreamException.Reason.BUSY) {
                pass.failed();
            }
            return unfollowed(project, call, e);
        }
    }

    private static void tell(Pass pass, Reply reply) {
        if (reply.status() >= 500) {
            pass.failed();
        } else {
            pass.succeeded();
        }
    }

    private static Sent heldBack(Entry.Refused refused) {
        return new Sent.Unclear(new Trouble(Kind.HELD_BACK, refused.retryAfter()));
    }

    private static Sent followed(Project project, Call call, Reply reply) {
        int status = reply.status();
        if (status < 400 || status == 412 || status == 416) {
            return new Sent.Answered(reply);
        }
        try (reply) {
            log.atWarn()
                    .addKeyValue("project", project.name())
                    .addKeyValue("host", call.origin().getHost())
                    .addKeyValue("status", status)
                    .log("a blob is refused where Harbor says that it is");
            return new Sent.Unclear(Trouble.of(status >= 500 ? Kind.SERVER_ERROR : Kind.INVALID));
        }
    }

    private static Sent unfollowed(Project project, Call call, UpstreamException e) {
        log.atWarn()
                .addKeyValue("project", project.name())
                .addKeyValue("host", call.origin().getHost())
                .addKeyValue("error", e.reason())
                .log("no answer where Harbor says that a blob is");
        return new Sent.Unclear(Trouble.of(
                switch (e.reason()) {
                    case CONNECT, BROKEN -> Kind.UNREACHABLE;
                    case TIMEOUT -> Kind.TIMEOUT;
                    case BUSY -> Kind.HELD_BACK;
                }));
    }

    private Call call(Method method, String target, Headers fields) {
        var all = fields;
        var authorization = robot.credential().authorization().first("Authorization");
        if (authorization.isPresent()) {
            all = all.with("Authorization", authorization.get());
        }
        var trace = RequestContext.current().flatMap(RequestContext::trace);
        if (trace.isPresent()) {
            all = all.with("traceparent", trace.get().traceparent());
        }
        return new Call(method, harbor, target, all);
    }

    /// One of the two ways to call.
    @FunctionalInterface
    private interface Line {
        Reply send(Call call) throws UpstreamException, InterruptedException;
    }

    /// One try of a call.
    @FunctionalInterface
    private interface Try {
        Sent once() throws InterruptedException;
    }

    private Sent ask(Project project, Call call, int tries) throws InterruptedException {
        Line line = each -> upstream.ask(each, settings.questionWait());
        return send(project, tries, () -> sendOnce(project, call, Use.QUESTION, line));
    }

    private Sent send(Project project, int tries, Try each) throws InterruptedException {
        budget.called();
        var sent = each.once();
        for (int retry = 1; retry < tries; retry++) {
            if (!(sent instanceof Sent.Unclear(var trouble)) || !mayPass(trouble)) {
                return sent;
            }
            if (!budget.mayRetry()) {
                return sent;
            }
            boolean connection = trouble.kind() == Kind.UNREACHABLE;
            metrics.retried(project.name(), connection ? "connection" : "server_error");
            log.atDebug()
                    .addKeyValue("project", project.name())
                    .addKeyValue("attempt", retry + 1)
                    .addKeyValue("max_attempts", tries)
                    .addKeyValue("error", trouble.kind())
                    .log("retry");
            pause(retry);
            sent = each.once();
        }
        return sent;
    }

    private static boolean mayPass(Trouble trouble) {
        return trouble.kind() == Kind.UNREACHABLE || trouble.kind() == Kind.SERVER_ERROR;
    }

    /// Twice as long each time, and by chance between half and all of it.
    private void pause(int retry) throws InterruptedException {
        long most = settings.retryDelay().toMillis() << Math.min(retry - 1, 10);
        long wait = most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
        TimeUnit.MILLISECONDS.sleep(wait);
    }

    private Sent sendOnce(Project project, Call call, Use use, Line line)
            throws InterruptedException {
        return switch (breakers.harbor().enter(use)) {
            case Entry.Refused refused -> heldBack(refused);
            case Pass harborPass -> {
                try (harborPass) {
                    yield sendOnce(project, call, use, line, harborPass);
                }
            }
        };
    }

    private Sent sendOnce(Project project, Call call, Use use, Line line, Pass harborPass)
            throws InterruptedException {
        var breaker = breakers.of(project.name());
        return switch (breaker.enter(use)) {
            case Entry.Refused refused -> {
                if (refused.crowded()) {
                    metrics.crowded(project.name(), use);
                }
                yield heldBack(refused);
            }
            case Pass pass -> {
                try (pass) {
                    yield send(project, call, line, new Passes(breaker, pass, harborPass));
                }
            }
        };
    }

    /// What a call of a project is let through by.
    private record Passes(Breaker breaker, Pass project, Pass harbor) {}

    private Sent send(Project project, Call call, Line line, Passes passes)
            throws InterruptedException {
        long started = System.nanoTime();
        try {
            var reply = line.send(call);
            metrics.answered(project.name(), reply.status(), System.nanoTime() - started);
            passes.harbor().succeeded();
            tell(passes.project(), reply);
            return sent(project, passes.breaker(), call, reply);
        } catch (UpstreamException e) {
            metrics.unanswered(project.name(), reason(e), System.nanoTime() - started);
            return new Sent.Unclear(unanswered(project, passes, e));
        }
    }

    private Sent sent(Project project, Breaker breaker, Call call, Reply reply) {
        int status = reply.status();
        var trouble = switch (status) {
            case 401, 403 -> Kind.REFUSED;
            case 429 -> Kind.THROTTLED;
            case 504 -> Kind.TIMEOUT;
            default -> status >= 500 ? Kind.SERVER_ERROR : null;
        };
        if (trouble == null && status != 404) {
            return new Sent.Answered(reply);
        }
        try (reply) {
            if (trouble == null) {
                // Harbor says 404 for whatever it has no copy of then.
                return unhealthy.test(project)
                        ? new Sent.Unclear(new Trouble(Kind.UNHEALTHY, RETRY_AFTER))
                        : new Sent.Absent();
            }
            var retryAfter = retryAfter(reply);
            boolean asksToWait = status == 503 && reply.header("Retry-After").isPresent();
            if (trouble == Kind.THROTTLED || asksToWait) {
                breaker.hold(retryAfter);
            }
            if (trouble == Kind.REFUSED) {
                log.atError()
                        .addKeyValue("project", project.name())
                        .addKeyValue("status", status)
                        .addKeyValue("target", call.target())
                        .log("Harbor refuses the router's own account");
            }
            return new Sent.Unclear(new Trouble(trouble, retryAfter));
        }
    }

    /// Seconds, or a date by the clock of who says it (RFC 9110, 10.2.3).
    private static Duration retryAfter(Reply reply) {
        return reply.header("Retry-After")
                .flatMap(text -> text.matches("[0-9]{1,6}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                        : date(text)
                                .flatMap(then -> reply.header("Date")
                                        .flatMap(ProjectRegistry::date)
                                        .map(now -> Duration.between(now, then))))
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wait)
                .orElse(RETRY_AFTER);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Trouble unanswered(Project project, Passes passes, UpstreamException e) {
        log.atDebug()
                .addKeyValue("project", project.name())
                .addKeyValue("error", e.getMessage())
                .log("no answer of Harbor");
        return switch (e.reason()) {
            case CONNECT -> {
                passes.harbor().failed();
                yield Trouble.of(Kind.UNREACHABLE);
            }
            case BROKEN -> {
                passes.project().failed();
                yield Trouble.of(Kind.UNREACHABLE);
            }
            case TIMEOUT -> {
                passes.project().failed();
                yield Trouble.of(Kind.TIMEOUT);
            }
            case BUSY -> Trouble.of(Kind.HELD_BACK);
        };
    }

    private static String reason(UpstreamException e) {
        return switch (e.reason()) {
            case TIMEOUT -> "timeout";
            case CONNECT -> "connect";
            case BUSY, BROKEN -> "other";
        };
    }
}
