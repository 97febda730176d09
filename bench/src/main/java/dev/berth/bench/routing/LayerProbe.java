package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.SECONDS;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// RB8: the layers of an image whose manifest did not pass here.
final class LayerProbe implements Scenario {
    private static final int LAYERS = 40;
    private static final int AT_ONCE = 8;
    private static final int OWNER = 5;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration HARBOR_TAKES = Duration.ofMillis(20);

    @Override
    public String id() {
        return "RB8";
    }

    @Override
    public String title() {
        return "layers of an image that nobody asked for";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.ROUTE);
    }

    @Override
    public List<Case> cases(Plan plan) {
        return List.of(Case.of(
                        "%d layers, %d at a time, Harbor takes %d ms"
                                .formatted(LAYERS, AT_ONCE, HARBOR_TAKES.toMillis()),
                        SECONDS,
                        router -> round -> pull(plan, router, round))
                .judgedBy(Routing.MEMORY));
    }

    private static Sample pull(Plan plan, Registry router, int round)
            throws IOException, InterruptedException {
        String image = Routing.image(OWNER, "probe/" + plan.series(8, round));
        var requests = new ArrayList<Request>();
        for (int layer = 0; layer < LAYERS; layer++) {
            String digest = "sha256:%064x".formatted(layer);
            requests.add(router.blob("GET", router.image(image), digest).expecting(200));
        }
        return Routing.measure(
                router,
                Knobs.DEFAULT.withLatency(HARBOR_TAKES),
                () -> CountedLoad.run(
                        router.endpoint(),
                        AT_ONCE,
                        LAYERS,
                        DEADLINE,
                        (connection, index) -> connection.drain(requests.get(index))));
    }
}
