package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.MEMORY_GROWTH;
import static dev.berth.bench.measure.Figure.OPEN_FILES;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.Alongside;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.load.Outcome;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// RB12: ever new names for minutes, and clients that hang up.
final class Soak implements Scenario {
    private static final int CONNECTIONS = 32;
    private static final int PROJECTS = 3;
    private static final int NAMES = 1_000_000;
    private static final Duration LEAVES_AFTER = Duration.ofMillis(20);
    /// Three minutes of ten.
    private static final double SETTLED_AFTER = 0.3;

    @Override
    public String id() {
        return "RB12";
    }

    @Override
    public String title() {
        return "soak";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.ROUTE);
    }

    @Override
    public boolean isolated() {
        return true;
    }

    @Override
    public List<Case> cases(Plan plan) {
        var time = plan.pick(Duration.ofSeconds(6), plan.soak());
        return List.of(Case.of(
                        "%d s, up to %,d names".formatted(time.toSeconds(), NAMES),
                        MEMORY_GROWTH,
                        router -> round -> soak(plan, router, round, time))
                .judgedBy(Bar.atMost(1.1, MEMORY_GROWTH), Routing.MEMORY)
                .cold());
    }

    private static Sample soak(Plan plan, Registry router, int round, Duration time)
            throws IOException, InterruptedException {
        var next = new AtomicInteger();
        String prefix = "soak-" + plan.series(12, round) + "/";
        IntFunction<Request> names = _ -> {
            int name = next.getAndIncrement() % NAMES;
            return asked(router, Routing.image(name % PROJECTS, prefix + name));
        };
        Routing.settle(router, Knobs.DEFAULT.withProjects(PROJECTS), "soak-" + prefix + "probe");
        var beginning = Duration.ofMillis((long) (time.toMillis() * SETTLED_AFTER));
        Sample first = load(router, beginning, names);
        double before = Meter.mebibytes(router.process().residentBytes());
        Sample rest = load(router, time.minus(beginning), names);
        double after = Meter.mebibytes(router.process().residentBytes());
        var all = rest.with(MEMORY_GROWTH, after / before)
                .with(OPEN_FILES, (double) router.process().openFiles());
        return new Sample(all.figures(), first.errors() + all.errors(), all.firstError());
    }

    private static Sample load(Registry router, Duration time, IntFunction<Request> names)
            throws IOException, InterruptedException {
        return Routing.measure(
                router,
                Knobs.DEFAULT.withProjects(PROJECTS),
                () -> Alongside.run(
                        () -> SteadyLoad.run(router.endpoint(), CONNECTIONS, time, names),
                        () -> leavers(router, time, names)));
    }

    private static Outcome leavers(Registry router, Duration time, IntFunction<Request> names)
            throws IOException, InterruptedException {
        return CountedLoad.runFor(router.endpoint(), 1, NAMES, time, (connection, _) -> {
            try {
                connection.leave(names.apply(0), LEAVES_AFTER);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            return 0;
        });
    }

    private static Request asked(Registry router, String image) {
        try {
            return Routing.manifest(router, image, "v1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
