package dev.berth.bench.routing;

import dev.berth.bench.scenario.Scenario;

import java.util.List;

/// Every scenario of routers, in the order of its number.
public final class RouterScenarios {
    private static final List<Scenario> ALL = List.of(
            new VersionCheck(),
            new HotManifest(),
            new OfferedRate(),
            new ColdStorm(),
            new StaleStorm(),
            new NegativeFlood(),
            new LayerStream(),
            new LayerProbe(),
            new BadProject(),
            new SharedCache(),
            new LeaderLeaves(),
            new Soak(),
            new Churn(),
            new RouterStart());

    private RouterScenarios() {}

    public static List<Scenario> all() {
        return ALL;
    }
}
