package dev.berth.router;

import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.lifecycle.Drain;
import dev.berth.platform.lifecycle.HealthCheck;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.router.auth.CallerGuard;
import dev.berth.router.breaker.Breakers;
import dev.berth.router.http.ExplainRoutes;
import dev.berth.router.http.HealthRoutes;
import dev.berth.router.http.OperatorGuard;
import dev.berth.router.http.RouterRoutes;
import dev.berth.router.http.Served;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Catalog;
import dev.berth.router.project.Discovery;
import dev.berth.router.project.Harbor;
import dev.berth.router.project.Project;
import dev.berth.router.project.Projects;
import dev.berth.router.project.Robot;
import dev.berth.router.project.Seed;
import dev.berth.router.resolve.Candidates;
import dev.berth.router.resolve.ExplainImage;
import dev.berth.router.resolve.ProjectRegistry;
import dev.berth.router.resolve.Resolution;
import dev.berth.router.secret.LiveSecret;
import dev.berth.router.shared.RedisEntries;
import dev.berth.router.shared.SeedFile;
import dev.berth.router.shared.Seeds;
import dev.berth.router.shared.SharedEntries;
import dev.berth.router.shared.Signature;
import dev.berth.router.upstream.Upstream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The router, put together.
///
/// - `groups`: every route that clients reach.
/// - `operators`: routes for those who look after it.
/// - `checks`: what must be well for requests to be sent here.
public record RouterFeature(
        List<RouteGroup> groups, List<RouteGroup> operators, List<HealthCheck> checks) {
    private static final Logger log = LoggerFactory.getLogger(RouterFeature.class);
    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(1);
    private static final Set<String> NEAR =
            Set.of("localhost", "127.0.0.1", "[::1]", "harbor-core");

    /// Opens its parts, which `opened` closes, and begins to ask Harbor for projects.
    ///
    /// @param drain for what clients' probes are told
    /// @throws IOException if the file of accounts cannot be read
    public static RouterFeature start(
            RouterSettings settings, Metrics metrics, Clock clock, Drain drain, Resources opened)
            throws IOException {
        return start(settings, metrics, clock, System::nanoTime, drain, opened);
    }

    /// @param nanoTime for how old things are
    static RouterFeature start(
            RouterSettings settings,
            Metrics metrics,
            Clock clock,
            LongSupplier nanoTime,
            Drain drain,
            Resources opened)
            throws IOException {
        warnOfCleartext(settings.upstream().harbor());
        var counted = new RouterMetrics(metrics);
        var upstream = opened.add(Upstream.open(settings.upstream()));
        var origin = settings.upstream().harbor();
        var robot = new Robot(settings.robot(), nanoTime);
        var projects = new Projects(settings.projects(), nanoTime);
        var breakers = new Breakers(settings.breaker(), nanoTime, counted::changed);
        var harbor = new Harbor(
                upstream, origin, robot, breakers.harbor(), settings.resolve().questionWait());
        var registry = new ProjectRegistry(
                upstream,
                origin,
                robot,
                project -> projects.isUnhealthy(project.name()),
                breakers,
                settings.resolve(),
                counted);
        var signature = new Signature(robot);
        var entries = share(settings, signature, counted, clock, nanoTime, opened);
        var resolution =
                new Resolution(settings.resolve(), registry, entries, counted, clock, nanoTime);
        if (entries instanceof RedisEntries redis) {
            redis.listen(resolution::forget);
        }
        var seeds =
                new Seeds(settings.seedFile().map(file -> new SeedFile(file, signature)), entries);
        var guard = CallerGuard.open(settings.access(), harbor, projects, counted, clock, nanoTime);
        discover(settings, harbor, projects, seeds, breakers, counted, resolution, clock, opened);
        var rules = settings.resolve().rules();
        var explain = ExplainRoutes.assemble(
                new ExplainImage(registry, settings.resolve()),
                resolution,
                projects,
                breakers,
                rules,
                new OperatorGuard(
                        settings.operatorToken().map(given -> new LiveSecret(given, nanoTime))));
        var catalog = settings.serve().catalog()
                ? Optional.of(new Catalog(harbor))
                : Optional.<Catalog>empty();
        var trouble = readiness(projects, settings.listAgeMax());
        return new RouterFeature(
                List.of(
                        RouterRoutes.assemble(
                                settings.serve(),
                                settings.resolve(),
                                resolution,
                                registry,
                                catalog,
                                guard,
                                new Served(counted, settings.serve().topImages())),
                        HealthRoutes.assemble(projects, trouble, drain)),
                List.of(explain),
                List.of(new HealthCheck("projects", PROBE_DEADLINE, trouble::get)));
    }

    private static SharedEntries share(
            RouterSettings settings,
            Signature signature,
            RouterMetrics metrics,
            Clock clock,
            LongSupplier nanoTime,
            Resources opened)
            throws IOException {
        if (settings.redis().isEmpty()) {
            return SharedEntries.NONE;
        }
        var redis = opened.add(
                RedisEntries.open(settings.redis().get(), signature, metrics, clock, nanoTime));
        metrics.watchRedis(redis::isConnected);
        return redis;
    }

    private static void discover(
            RouterSettings settings,
            Harbor harbor,
            Projects projects,
            Seed seed,
            Breakers breakers,
            RouterMetrics metrics,
            Resolution resolution,
            Clock clock,
            Resources opened)
            throws IOException {
        var lastGood = new AtomicLong();
        var warm = new AtomicBoolean();
        metrics.watch(
                resolution::underWay,
                resolution::mappings,
                () -> projects.state().list().size(),
                () -> (double) lastGood.get());
        metrics.watchUnhealthy(projects::unhealthy);
        metrics.watchCalls(breakers::underWay);
        opened.add(Discovery.start(
                harbor, projects, seed, settings.discoveryInterval(), (state, nanos) -> {
                    metrics.discovered(nanos);
                    if (state.trouble().isPresent()) {
                        metrics.discoveryFailed();
                    } else {
                        lastGood.set(clock.instant().getEpochSecond());
                    }
                    breakers.keepOnly(state.list().stream().map(Project::name).toList());
                    if (!state.list().isEmpty() && warm.compareAndSet(false, true)) {
                        var all = new Candidates(state.list());
                        resolution.warmUp().begin(List.of(all, all.narrowed(Project::open)));
                    } else {
                        resolution.warmUp().tell();
                    }
                }));
    }

    /// Passwords of the robot and of callers go to Harbor: in clear only within one machine, or to
    /// the name that Harbor's core has within its cluster.
    private static void warnOfCleartext(URI harbor) {
        if (harbor.getScheme().equals("http") && !NEAR.contains(harbor.getHost())) {
            log.atWarn()
                    .addKeyValue("harbor", harbor)
                    .log("passwords go to Harbor in clear: router.harbor-url is not https");
        }
    }

    /// Without a list nothing can be answered; with the last good one everything can, for a time,
    /// unless Harbor refuses the router itself.
    private static Supplier<Optional<String>> readiness(Projects projects, Duration ageMax) {
        return () -> {
            var state = projects.state();
            if (state.list().isEmpty()) {
                return Optional.of(state.trouble().orElse("Harbor lists no proxy-cache project"));
            }
            if (projects.age().compareTo(ageMax) > 0) {
                return Optional.of("Harbor last listed projects %d s ago: %s"
                        .formatted(projects.age().toSeconds(), state.trouble().orElse("")));
            }
            return state.trouble().filter(_ -> state.credentialRefused());
        };
    }
}
