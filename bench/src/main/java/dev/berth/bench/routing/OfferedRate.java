package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.P99_MILLIS;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// RB3: how long a hot manifest takes when it is asked for at a rate, not as often as possible.
final class OfferedRate implements Scenario {
    private static final int CONNECTIONS = 256;
    private static final Duration PROBE = Duration.ofSeconds(2);

    @Override
    public String id() {
        return "RB3";
    }

    @Override
    public String title() {
        return "hot manifest at a given rate";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PROXY);
    }

    @Override
    public List<Case> cases(Plan plan) {
        return plan.pick(List.of(50), List.of(10, 25, 50, 75, 90)).stream()
                .map(percent -> at(plan, percent))
                .toList();
    }

    private static Case at(Plan plan, int percent) {
        return Case.of("%d %% of what it can".formatted(percent), P99_MILLIS, router -> {
                    router.harbor().set(Knobs.DEFAULT);
                    var hot = Routing.manifest(router, Routing.image(0, "rate/app"), "v1");
                    return _ -> paced(plan, router, hot, percent);
                })
                .judgedBy(Routing.MEMORY);
    }

    private static Sample paced(Plan plan, Registry router, Request hot, int percent)
            throws IOException, InterruptedException {
        var most = SteadyLoad.run(
                router.endpoint(), CONNECTIONS, plan.pick(plan.steady(), PROBE), _ -> hot);
        double perSecond = most.operations() / (most.elapsed().toNanos() / 1e9);
        return Routing.measure(
                router,
                Knobs.DEFAULT,
                () -> SteadyLoad.paced(
                        router.endpoint(),
                        CONNECTIONS,
                        Math.max(1, perSecond * percent / 100),
                        plan.steady(),
                        _ -> hot));
    }
}
