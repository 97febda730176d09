package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.SECONDS;
import static dev.berth.bench.measure.Figure.UPSTREAM_PER_PROJECT;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Bar;
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

/// RB4: everybody wants the same new image at the same moment.
final class ColdStorm implements Scenario {
    private static final int PROJECTS = 50;
    private static final int OWNER = 25;
    private static final Duration HARBOR_TAKES = Duration.ofMillis(20);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /// Each project is asked once, and the one that has it once more, for the bytes.
    private static final double ONCE_EACH = 1.0 + 1.0 / PROJECTS;

    @Override
    public String id() {
        return "RB4";
    }

    @Override
    public String title() {
        return "cold storm";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.ROUTE);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int clients = plan.pick(200, 1_000);
        return List.of(Case.of(
                        "%,d clients, %d projects, Harbor takes %d ms"
                                .formatted(clients, PROJECTS, HARBOR_TAKES.toMillis()),
                        SECONDS,
                        router -> round -> storm(plan, router, round, clients))
                .judgedBy(Bar.atMost(ONCE_EACH, UPSTREAM_PER_PROJECT), Routing.MEMORY));
    }

    private static Sample storm(Plan plan, Registry router, int round, int clients)
            throws IOException, InterruptedException {
        var knobs = Knobs.DEFAULT.withProjects(PROJECTS).withLatency(HARBOR_TAKES);
        String unique = plan.series(4, round) + "-" + System.nanoTime();
        Routing.settle(router, knobs, "probe-" + unique);
        var request = Routing.manifest(router, Routing.image(OWNER, "storm/" + unique), "v1");
        Sample sample = Routing.measure(
                router,
                knobs,
                () -> SteadyLoad.once(router.endpoint(), clients, DEADLINE, _ -> request));
        double asked = router.harbor().counts().manifests();
        return sample.with(UPSTREAM_PER_PROJECT, asked / PROJECTS);
    }
}
