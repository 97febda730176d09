package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;

import java.util.List;
import java.util.Set;

/// RB13: clients that connect anew for every request.
final class Churn implements Scenario {
    private static final int CONNECTIONS = 32;

    @Override
    public String id() {
        return "RB13";
    }

    @Override
    public String title() {
        return "a connection for each request";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PROXY);
    }

    @Override
    public List<Case> cases(Plan plan) {
        return List.of(Case.of(
                        "hot manifest, %d at a time".formatted(CONNECTIONS),
                        REQUESTS_PER_CPU_SECOND,
                        router -> {
                            router.harbor().set(Knobs.DEFAULT);
                            String image = router.image(Routing.image(0, "churn/app"));
                            var request = router.manifest("GET", image, "v1")
                                    .header("Connection", "close")
                                    .expecting(200);
                            return _ -> Routing.measure(
                                    router,
                                    Knobs.DEFAULT,
                                    () -> SteadyLoad.run(
                                            router.endpoint(),
                                            CONNECTIONS,
                                            plan.steady(),
                                            _ -> request));
                        })
                .judgedBy(Routing.MEMORY));
    }
}
