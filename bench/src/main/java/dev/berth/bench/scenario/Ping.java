package dev.berth.bench.scenario;

import dev.berth.bench.measure.Figure;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import java.util.List;
import java.util.Set;

/// B1: what a request costs that asks for nothing.
final class Ping implements Scenario {
    @Override
    public String id() {
        return "B1";
    }

    @Override
    public String title() {
        return "GET /v2/";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.READ);
    }

    @Override
    public List<Case> cases(Plan plan) {
        return plan.pick(List.of(64), List.of(1, 16, 64)).stream()
                .map(connections -> Case.of(
                        connections + " connections",
                        Figure.REQUESTS_PER_CPU_SECOND,
                        registry -> ping(plan, registry, connections)))
                .toList();
    }

    private static Case.Run ping(Plan plan, Registry registry, int connections) {
        return Steady.run(
                plan,
                registry,
                connections,
                () -> List.of(registry.request("GET", "/v2/", Scope.NONE).expecting(200)));
    }
}
