package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.FIRST_ANSWER_MILLIS;
import static dev.berth.bench.measure.Figure.PEAK_MEBIBYTES;
import static dev.berth.bench.measure.Figure.READY_MILLIS;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.load.Quiet;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Ending;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Startup;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// RB14: from the start of the program until projects are known, and what it takes when nothing
/// happens.
final class RouterStart implements Scenario {
    private static final int IDLE_MEBIBYTES = 128;

    @Override
    public String id() {
        return "RB14";
    }

    @Override
    public String title() {
        return "start, and memory at rest";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.RESTART, Ability.PROXY);
    }

    @Override
    public List<Case> cases(Plan plan) {
        var rest = plan.pick(Duration.ofSeconds(2), Duration.ofSeconds(20));
        return List.of(
                Case.of("start", READY_MILLIS, router -> _ -> restart(router))
                        .judgedBy(Bar.atMost(1_000, READY_MILLIS))
                        .cold(),
                Case.of(
                                "at rest, %d s after the start".formatted(rest.toSeconds()),
                                PEAK_MEBIBYTES,
                                router -> _ -> {
                                    restart(router);
                                    return Routing.measure(
                                            router, Knobs.DEFAULT, () -> Quiet.rest(rest));
                                })
                        .judgedBy(Bar.atMost(IDLE_MEBIBYTES, PEAK_MEBIBYTES))
                        .cold());
    }

    private static Sample restart(Registry router) throws IOException, InterruptedException {
        router.harbor().set(Knobs.DEFAULT);
        Startup startup = router.server().restart(Ending.STOP);
        var figures = Map.of(
                FIRST_ANSWER_MILLIS, Meter.millis(startup.firstAnswer()),
                READY_MILLIS, Meter.millis(startup.ready()),
                PEAK_MEBIBYTES, Meter.mebibytes(router.process().residentBytes()));
        return new Sample(figures, 0, Optional.empty());
    }
}
