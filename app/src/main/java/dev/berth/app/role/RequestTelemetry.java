package dev.berth.app.role;

import dev.berth.platform.http.HttpEvents;
import dev.berth.platform.http.HttpLimits;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.ServerLimit;
import dev.berth.platform.telemetry.Counter;
import dev.berth.platform.telemetry.Labelled;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.platform.telemetry.Span;
import dev.berth.platform.telemetry.Timer;
import dev.berth.platform.telemetry.TraceContext;
import dev.berth.platform.telemetry.Tracing;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// What the server does, as metrics and traces.
///
/// Labels are operations of routes and classes of statuses: a bounded set, whatever clients ask.
final class RequestTelemetry implements HttpEvents {
    private final Labelled<Timer> requests;
    private final Counter bytes;
    private final Labelled<Counter> limits;
    private final Counter gone;
    private final LongAdder connections = new LongAdder();
    private final LongAdder active = new LongAdder();
    private final Tracing tracing;

    RequestTelemetry(Metrics metrics, Tracing tracing, HttpLimits allowed) {
        this.tracing = tracing;
        this.requests = metrics.timers(
                "http.request.seconds",
                "Requests by operation and class of status.",
                "operation",
                "status");
        this.bytes = metrics.counter("http.sent.bytes", "Bytes of answers' bodies.");
        this.limits = metrics.counters(
                "http.limits.requests", "Requests and connections refused by a limit.", "limit");
        this.gone = metrics.counter("http.gone.clients", "Clients that left before the answer.");
        metrics.gauge("http.open.connections", "Connections open now.", connections::sum);
        metrics.gauge("http.active.requests", "Requests being answered now.", active::sum);
        metrics.gauge("http.max.connections", "As http.connections-max.", allowed::connectionsMax);
        metrics.gauge("http.max.requests", "As http.requests-max.", allowed::requestsMax);
        for (var limit : ServerLimit.values()) {
            limits.of(label(limit));
        }
    }

    @Override
    public void limitReached(ServerLimit limit) {
        limits.of(label(limit)).increment();
    }

    @Override
    public void peerGone() {
        gone.increment();
    }

    @Override
    public void connections(int change) {
        connections.add(change);
    }

    @Override
    public Observation started(Request request, String operation) {
        long startNanos = System.nanoTime();
        active.increment();
        var span = begin(request, operation);
        var trace = span.context();
        if (trace.isPresent()) {
            request.traced(trace.get());
        }
        return (status, bodyBytes) -> {
            active.decrement();
            bytes.add(bodyBytes);
            requests.of(operation, statusClass(status)).recordNanos(System.nanoTime() - startNanos);
            span.end(status);
        };
    }

    private Span begin(Request request, String operation) {
        var span = beginWithin(request, operation);
        span.put("http.request.method", request.method().name());
        span.put("url.path", request.path());
        return span;
    }

    private Span beginWithin(Request request, String operation) {
        var parent = request.headers().first("traceparent");
        if (parent.isEmpty()) {
            return tracing.begin(operation);
        }
        return TraceContext.parse(parent.get(), request.headers().all("tracestate"))
                .map(caller -> tracing.begin(operation, caller))
                .orElseGet(() -> tracing.begin(operation));
    }

    private static String label(ServerLimit limit) {
        return limit.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String statusClass(int status) {
        return switch (status / 100) {
            case 1 -> "1xx";
            case 2 -> "2xx";
            case 3 -> "3xx";
            case 4 -> "4xx";
            default -> "5xx";
        };
    }
}
