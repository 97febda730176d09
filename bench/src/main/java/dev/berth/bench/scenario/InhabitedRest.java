package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.CPU_MICROS_PER_CHECK;
import static dev.berth.bench.measure.Figure.FIRST_ANSWER_MILLIS;
import static dev.berth.bench.measure.Figure.PEAK_MEBIBYTES;
import static dev.berth.bench.measure.Figure.READY_MILLIS;

import dev.berth.bench.load.Quiet;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.population.PermissionCheck;
import dev.berth.bench.population.Population;
import dev.berth.bench.target.Ending;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Startup;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What is measured without load: one question about a right, a start, and memory after it.
final class InhabitedRest {
    private static final double NANOS_PER_MICRO = 1_000;

    private InhabitedRest() {}

    static List<Case> cases(Plan plan, Inhabited inhabited) {
        var rest = plan.pick(Duration.ofSeconds(1), Duration.ofSeconds(30));
        return List.of(
                check(inhabited),
                cold("start", READY_MILLIS, inhabited, InhabitedRest::restart)
                        .judgedBy(Bar.atMost(1_000, READY_MILLIS)),
                cold(
                                "at rest, %d s after the start".formatted(rest.toSeconds()),
                                PEAK_MEBIBYTES,
                                inhabited,
                                registry -> atRest(registry, rest))
                        .judgedBy(Bar.atMost(256, PEAK_MEBIBYTES)));
    }

    @FunctionalInterface
    private interface Measure {
        Sample on(Registry registry) throws IOException, InterruptedException;
    }

    private static Case cold(String name, Figure headline, Inhabited inhabited, Measure measure) {
        return Case.of(name, headline, registry -> {
                    inhabited.fill(registry);
                    return _ -> measure.on(registry);
                })
                .cold();
    }

    private static Case check(Inhabited inhabited) {
        var population = inhabited.population();
        List<String> repositories = population.projectsOf(0).stream()
                .map(number -> Population.project(number) + "/app")
                .toList();
        return cold("may this user pull, push", CPU_MICROS_PER_CHECK, inhabited, registry -> {
                    var cost = new AtomicReference<>(Duration.ZERO);
                    registry.server()
                            .whileStopped(() -> cost.set(PermissionCheck.measure(
                                    registry.index(), Population.user(0), repositories)));
                    double micros = cost.get().toNanos() / NANOS_PER_MICRO;
                    return new Sample(Map.of(CPU_MICROS_PER_CHECK, micros), 0, Optional.empty());
                })
                .judgedBy(Bar.atMost(2, CPU_MICROS_PER_CHECK));
    }

    private static Sample restart(Registry registry) throws IOException, InterruptedException {
        Startup startup = registry.server().restart(Ending.STOP);
        var figures = Map.of(
                FIRST_ANSWER_MILLIS, Meter.millis(startup.firstAnswer()),
                READY_MILLIS, Meter.millis(startup.ready()),
                PEAK_MEBIBYTES, Meter.mebibytes(registry.process().residentBytes()));
        return new Sample(figures, 0, Optional.empty());
    }

    private static Sample atRest(Registry registry, Duration rest)
            throws IOException, InterruptedException {
        registry.server().restart(Ending.STOP);
        return Meter.measure(registry.process(), () -> Quiet.rest(rest));
    }
}
