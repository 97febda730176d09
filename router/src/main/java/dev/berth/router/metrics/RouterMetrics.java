package dev.berth.router.metrics;

import dev.berth.platform.telemetry.Counter;
import dev.berth.platform.telemetry.Labelled;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.platform.telemetry.Sizes;
import dev.berth.platform.telemetry.Timer;
import dev.berth.router.breaker.Breaker.State;
import dev.berth.router.breaker.Breaker.Use;
import dev.berth.router.flight.Flights;

import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Everything the router counts; thread-safe.
///
/// Names, labels and meanings are harbor-router's; what it did not have is named
/// `berth_router_…`.
public final class RouterMetrics implements Flights.Listener {
    private static final double[] FAN_OUT = {1, 2, 3, 5, 10, 15, 20, 30, 50};

    private final Metrics original;
    private final Metrics own;
    private final Labelled<Timer> resolves;
    private final Labelled<Timer> tagResolves;
    private final Timer flightWaits;
    private final Labelled<Timer> blobs;
    private final Counter coalesced;
    private final Sizes fanOut;
    private final Timer discoveries;
    private final Labelled<Counter> images;
    private final Labelled<Counter> lookups;
    private final Counter negativeHits;
    private final Counter staleServes;
    private final Counter deduplicated;
    private final Labelled<Counter> upstreamRequests;
    private final Labelled<Timer> upstreamTimes;
    private final Labelled<Counter> connectionErrors;
    private final Labelled<Counter> probes;
    private final Counter discoveryErrors;
    private final Labelled<Counter> transitions;
    private final Labelled<Counter> retries;
    private final Counter rateLimited;
    private final Counter conflicts;
    private final Counter quarantined;
    private final Labelled<Counter> crowded;
    private final Labelled<Counter> verdicts;
    private final Labelled<Counter> redisOperations;
    private final Counter redisFallbacks;
    private final Counter redisReconnections;
    private final Counter strangeEntries;
    private final ConcurrentMap<String, State> states = new ConcurrentHashMap<>();

    public RouterMetrics(Metrics metrics) {
        own = metrics;
        original = metrics.of("harbor_router");
        resolves =
                original.timers("resolve.duration", "Finding the project of a manifest.", "result");
        tagResolves = original.timers(
                "tags.resolve.duration", "Finding the project of a list of tags.", "result");
        flightWaits = original.timer(
                "singleflight.wait.duration", "Waiting for the question of another.");
        blobs = original.timers(
                "blob.proxy.duration", "Blobs until the head of the answer.", "result");
        coalesced = metrics.counter(
                "router.coalesced.blobs", "Blobs read together with another client.");
        fanOut = original.sizes("fanout.size", "Projects that were asked for one thing.", FAN_OUT);
        discoveries = original.timer("discovery.duration", "Lists of projects, good or bad.");
        images = original.counters("image.requests", "Images that were served.", "type");
        lookups = original.counters("cache.lookups", "Look-ups of mappings.", "result");
        negativeHits = original.counter("negative.cache.hits", "Absences that were remembered.");
        staleServes = original.counter("cache.stale.serves", "Answers older than their time.");
        deduplicated = original.counter(
                "singleflight.dedup", "Requests that waited for the question of another.");
        upstreamRequests = original.counters(
                "upstream.requests", "Calls of Harbor by project and status.", "project", "status");
        upstreamTimes = original.timers(
                "upstream.project.duration", "Calls of Harbor until the head.", "project");
        connectionErrors = original.counters(
                "upstream.connection.errors", "Calls of Harbor without an answer.", "reason");
        probes = original.counters("blob.probe", "Blobs looked for in all projects.", "result");
        discoveryErrors = original.counter("discovery.errors", "Lists of projects not had.");
        transitions = original.counters(
                "circuit.breaker.transitions", "Changes of breakers.", "project", "from", "to");
        retries = original.counters("retries", "Calls made again.", "project", "reason");
        rateLimited = original.counter("rate.limit.rejected", "Requests over a client's rate.");
        conflicts = metrics.counter(
                "router.conflicting.repositories", "Repositories found in several projects.");
        quarantined = metrics.counter(
                "router.quarantined.manifests", "Manifests whose bytes had another digest.");
        crowded = metrics.counters(
                "router.crowded.calls",
                "Calls not made, because too many of their use wait for the project.",
                "project",
                "use");
        verdicts = metrics.counters(
                "router.verdict.requests", "Credentials that Harbor was asked about.", "verdict");
        redisOperations =
                original.counters("redis.operations", "Commands of Redis.", "operation", "result");
        redisFallbacks =
                original.counter("redis.fallback", "Look-ups without Redis, because it was away.");
        redisReconnections =
                original.counter("redis.reconnections", "Masters of Redis found again.");
        strangeEntries = metrics.counter(
                "router.strange.entries", "Shared entries that no router of this robot wrote.");
    }

    /// How a manifest was resolved: `hit`, `miss` or `error`.
    public void resolved(String result, long nanos) {
        resolves.of(result).recordNanos(nanos);
    }

    /// What the mapping of a request was: `hit`, `miss`, `negative` or `stale`.
    public void lookedUp(String result) {
        lookups.of(result).increment();
        switch (result) {
            case "negative" -> negativeHits.increment();
            case "stale" -> staleServes.increment();
            default -> {}
        }
    }

    /// How a list of tags was resolved: `hit`, `miss` or `error`.
    public void tagsResolved(String result, long nanos) {
        tagResolves.of(result).recordNanos(nanos);
    }

    @Override
    public void joined() {
        deduplicated.increment();
    }

    @Override
    public void waited(long nanos) {
        flightWaits.recordNanos(nanos);
    }

    /// A blob was answered for: `ok`, `fallback` from another project than expected, or `error`.
    public void blobAnswered(String result, long nanos) {
        blobs.of(result).recordNanos(nanos);
    }

    /// A client reads a blob together with another.
    public void blobCoalesced() {
        coalesced.increment();
    }

    /// So many projects were asked for one thing.
    public void fannedOut(int projects) {
        fanOut.record(projects);
    }

    /// Harbor was asked for its projects.
    public void discovered(long nanos) {
        discoveries.recordNanos(nanos);
    }

    /// Something of an image was served: `manifest` or `blob`.
    public void served(String type) {
        images.of(type).increment();
    }

    /// Names that are asked for most; only where operators want them known.
    public void watch(String type, TopImages top) {
        original.table("top." + type + ".images", "Images served most.", "image", top::most);
        original.counter("tracked.images", "Images that are counted.", top::tracked, "type", type);
    }

    /// A call of Harbor was answered.
    public void answered(String project, int status, long nanos) {
        upstreamRequests.of(project, Integer.toString(status)).increment();
        upstreamTimes.of(project).recordNanos(nanos);
    }

    /// A call of Harbor was not answered: `timeout`, `connect` or `other`.
    public void unanswered(String project, String reason, long nanos) {
        upstreamRequests.of(project, "error").increment();
        upstreamTimes.of(project).recordNanos(nanos);
        connectionErrors.of(reason).increment();
    }

    /// A blob was looked for in all projects: `found` or `not_found`.
    public void probed(String result) {
        probes.of(result).increment();
    }

    public void discoveryFailed() {
        discoveryErrors.increment();
    }

    /// A breaker changed; its state is shown from now on.
    public void changed(String project, State from, State to) {
        transitions.of(project, word(from), word(to)).increment();
        show(project);
        states.put(project, to);
    }

    private void show(String project) {
        if (states.putIfAbsent(project, State.CLOSED) == null) {
            original.gauge(
                    "circuit.breaker.state",
                    "0 closed, 1 half-open, 2 open.",
                    () -> number(states.getOrDefault(project, State.CLOSED)),
                    "project",
                    project);
        }
    }

    private static int number(State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// A call is made again: `server_error` or `connection`.
    public void retried(String project, String reason) {
        retries.of(project, reason).increment();
    }

    public void rateLimited() {
        rateLimited.increment();
    }

    public void conflict() {
        conflicts.increment();
    }

    public void quarantined() {
        quarantined.increment();
    }

    /// A call was not made, because too many of its use wait for the project.
    public void crowded(String project, Use use) {
        crowded.of(project, word(use)).increment();
    }

    /// Harbor was asked about a credential: `known`, `refused`, `unanswered`; or it was
    /// not, since too many are: `crowded`.
    public void verdict(String verdict) {
        verdicts.of(verdict).increment();
    }

    /// A command of Redis was `ok`, `error`, or `dropped` because too many wait.
    public void redisCalled(String operation, String result) {
        redisOperations.of(operation, result).increment();
    }

    public void redisFellBack() {
        redisFallbacks.increment();
    }

    public void redisReconnected() {
        redisReconnections.increment();
    }

    /// A shared entry is not ours, of another format, or of a project that is not known.
    public void strangeEntry() {
        strangeEntries.increment();
    }

    /// Calls of each use whose answer has not begun.
    public void watchCalls(ToIntFunction<Use> waiting) {
        for (var use : Use.values()) {
            own.gauge(
                    "router.waiting.calls",
                    "Calls of projects whose answer has not begun.",
                    () -> waiting.applyAsInt(use),
                    "use",
                    word(use));
        }
    }

    /// Projects whose registry Harbor cannot reach.
    public void watchUnhealthy(IntSupplier projects) {
        own.gauge(
                "router.unhealthy.projects",
                "Projects whose registry Harbor cannot reach.",
                projects::getAsInt);
    }

    /// Whether there is a Redis now.
    public void watchRedis(BooleanSupplier connected) {
        own.gauge(
                "router.connected.redis",
                "1 while a master of Redis is connected.",
                () -> connected.getAsBoolean() ? 1 : 0);
    }

    /// Sizes that others keep.
    ///
    /// @param sinceDiscovery seconds of the clock at the last good list
    public void watch(
            DoubleSupplier flights,
            DoubleSupplier mappings,
            DoubleSupplier projects,
            Supplier<Double> sinceDiscovery) {
        original.gauge("singleflight.inflight", "Questions under way.", flights);
        original.gauge("cache.entries", "Mappings kept.", mappings, "backend", "local");
        original.gauge("discovered.projects", "Projects that are routed to.", projects);
        original.gauge(
                "discovery.last.success.timestamp.seconds",
                "When Harbor last listed its projects.",
                sinceDiscovery::get);
    }
}
