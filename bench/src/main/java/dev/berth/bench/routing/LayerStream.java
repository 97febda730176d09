package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.MEBIBYTES_PER_CPU_SECOND;

import dev.berth.bench.content.Sha256;
import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Connection;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// RB7: layers, passed on; beside nginx that passes them on, and nginx that has them.
final class LayerStream implements Scenario {
    private static final long MEBIBYTE = 1024 * 1024;

    @Override
    public String id() {
        return "RB7";
    }

    @Override
    public String title() {
        return "layers";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.LAYERS);
    }

    @Override
    public List<Case> cases(Plan plan) {
        if (plan.size() == Plan.Size.QUICK) {
            return List.of(stream(plan, 16, 4).judgedBy(Routing.MEMORY));
        }
        var judged = Bar.atLeast(0.7, "nginx-file", MEBIBYTES_PER_CPU_SECOND);
        return List.of(
                stream(plan, 64, 1).judgedBy(judged, Routing.MEMORY),
                stream(plan, 64, 4).judgedBy(judged, Routing.MEMORY),
                stream(plan, 64, 16).judgedBy(judged, Routing.MEMORY),
                stream(plan, 64, 128).judgedBy(Routing.MEMORY),
                stream(plan, 4096, 1).judgedBy(Routing.MEMORY));
    }

    private static Case stream(Plan plan, int mebibytes, int connections) {
        return Case.of(
                "%,d MiB, %d connections".formatted(mebibytes, connections),
                MEBIBYTES_PER_CPU_SECOND,
                router -> open(plan, router, mebibytes * MEBIBYTE, connections));
    }

    private static Case.Run open(Plan plan, Registry router, long bytes, int connections)
            throws IOException {
        router.harbor().set(Knobs.DEFAULT);
        String digest = router.harbor().blob(bytes);
        var request = router.blob("GET", router.image(Routing.image(0, "layer/app")), digest)
                .expecting(200);
        verify(router, request, digest);
        return _ -> Routing.measure(
                router,
                Knobs.DEFAULT,
                () -> SteadyLoad.run(router.endpoint(), connections, plan.steady(), _ -> request));
    }

    private static void verify(Registry router, Request request, String digest) throws IOException {
        try (var connection = Connection.open(router.endpoint());
                var hash = new Sha256()) {
            connection.read(request, hash::write);
            if (!hash.finish().equals(digest)) {
                throw new IOException(router.name() + " gave other bytes than " + digest);
            }
        }
    }
}
