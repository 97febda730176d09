package dev.berth.router.metrics;

import dev.berth.platform.http.HttpEvents;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.ServerLimit;
import dev.berth.platform.telemetry.Counter;
import dev.berth.platform.telemetry.Labelled;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.platform.telemetry.Timer;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/// What the server does, under the names that dashboards of harbor-router know.
///
/// Types are those of harbor-router: `manifest`, `blob`, `tags`, `v2check`, `health`, `other`. The
/// time of a request is that until the end of its answer, not of its head. Thread-safe.
public final class RequestMetrics implements HttpEvents {
    private static final Set<String> TYPES =
            Set.of("manifest", "blob", "tags", "v2check", "health");
    private static final int STATUS_CLASSES = 6;

    private final HttpEvents others;
    private final Labelled<Counter> requests;
    private final Labelled<Timer> times;
    private final Labelled<Counter> bytes;
    private final LongAdder underWay = new LongAdder();
    private final ConcurrentMap<Kind, Series> series = new ConcurrentHashMap<>();

    /// @param others told of everything, too
    /// @param version of this program
    public RequestMetrics(Metrics metrics, String version, HttpEvents others) {
        var original = metrics.of("harbor_router");
        this.others = others;
        requests = original.counters(
                "requests", "Requests answered, by class of status.", "method", "type", "status");
        times = original.timers(
                "request.duration",
                "Requests until the end of their answer.",
                "method",
                "req_type",
                "status_class");
        bytes = original.counters("response.bytes", "Bytes of answers' bodies.", "req_type");
        original.gauge("inflight.requests", "Requests being answered now.", underWay::sum);
        original.gauge(
                "build.info", "1, with what runs.", () -> 1, "version", version, "commit", "");
    }

    private record Kind(String operation, Method method) {}

    /// The metrics of a kind; those of a class of status are registered when it first happens.
    private final class Series {
        private final String method;
        private final String type;
        private final Counter sent;
        private final AtomicReferenceArray<@Nullable Outcome> outcomes =
                new AtomicReferenceArray<>(STATUS_CLASSES);

        Series(Kind kind) {
            method = kind.method().name();
            type = TYPES.contains(kind.operation()) ? kind.operation() : "other";
            sent = bytes.of(type);
        }

        Outcome outcome(int status) {
            int statusClass = Math.clamp(status / 100, 0, STATUS_CLASSES - 1);
            var known = outcomes.get(statusClass);
            if (known == null) {
                var name = statusClass + "xx";
                known = new Outcome(requests.of(method, type, name), times.of(method, type, name));
                outcomes.set(statusClass, known);
            }
            return known;
        }
    }

    private record Outcome(Counter requests, Timer times) {}

    @Override
    public void limitReached(ServerLimit limit) {
        others.limitReached(limit);
    }

    @Override
    public void peerGone() {
        others.peerGone();
    }

    @Override
    public void connections(int change) {
        others.connections(change);
    }

    @Override
    public Observation started(Request request, String operation) {
        long started = System.nanoTime();
        var other = others.started(request, operation);
        var own = series.computeIfAbsent(new Kind(operation, request.method()), Series::new);
        underWay.increment();
        return (status, bodyBytes) -> {
            underWay.decrement();
            own.sent.add(bodyBytes);
            var outcome = own.outcome(status);
            outcome.requests().increment();
            outcome.times().recordNanos(System.nanoTime() - started);
            other.ended(status, bodyBytes);
        };
    }
}
