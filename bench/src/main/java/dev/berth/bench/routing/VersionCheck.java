package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Scope;

import java.util.List;
import java.util.Set;

/// RB1: what clients ask first; nothing is looked up.
final class VersionCheck implements Scenario {
    @Override
    public String id() {
        return "RB1";
    }

    @Override
    public String title() {
        return "GET /v2/";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PROXY);
    }

    @Override
    public List<Case> cases(Plan plan) {
        return plan.pick(List.of(32), List.of(32, 256)).stream()
                .map(connections -> asked(plan, connections))
                .toList();
    }

    private static Case asked(Plan plan, int connections) {
        return Case.of("%d connections".formatted(connections), REQUESTS_PER_CPU_SECOND, router -> {
                    var ping = router.request("GET", "/v2/", Scope.NONE).expecting(200);
                    return _ -> Routing.measure(
                            router,
                            Knobs.DEFAULT,
                            () -> SteadyLoad.run(
                                    router.endpoint(), connections, plan.steady(), _ -> ping));
                })
                .judgedBy(Routing.MEMORY);
    }
}
