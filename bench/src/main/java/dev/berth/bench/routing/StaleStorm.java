package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.REFRESHES_PER_TTL;

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
import java.util.Map;
import java.util.Set;

/// RB5: a mapping grows old every second while it is asked for all the time.
final class StaleStorm implements Scenario {
    private static final int PER_SECOND = 500;
    private static final int CONNECTIONS = 64;
    private static final int OWNER = 5;

    @Override
    public String id() {
        return "RB5";
    }

    @Override
    public String title() {
        return "stale storm";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.ROUTE);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("CACHE_TTL", "1s", "STALE_WHILE_REVALIDATE", "60s");
    }

    @Override
    public List<Case> cases(Plan plan) {
        var time = plan.pick(Duration.ofSeconds(3), Duration.ofSeconds(15));
        return List.of(Case.of(
                        "%d requests a second for %d s, mappings grow old in 1 s"
                                .formatted(PER_SECOND, time.toSeconds()),
                        REFRESHES_PER_TTL,
                        router -> _ -> storm(router, time))
                .judgedBy(Bar.atMost(1, REFRESHES_PER_TTL), Routing.MEMORY)
                .cold());
    }

    /// All projects but one say 404 each time: those answers are counted.
    private static Sample storm(Registry router, Duration time)
            throws IOException, InterruptedException {
        var request = Routing.manifest(router, Routing.image(OWNER, "stale/app"), "v1");
        router.harbor().set(Knobs.DEFAULT);
        router.call(request);
        Sample sample = Routing.measure(
                router,
                Knobs.DEFAULT,
                () -> SteadyLoad.paced(
                        router.endpoint(), CONNECTIONS, PER_SECOND, time, _ -> request));
        double rounds = (double) router.harbor().counts().absent() / (Knobs.DEFAULT.projects() - 1);
        return sample.with(REFRESHES_PER_TTL, rounds / (time.toSeconds() + 1));
    }
}
