package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.MEMORY_GROWTH;
import static dev.berth.bench.measure.Figure.UPSTREAM_PER_REQUEST;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/// RB6: images that no project has: ever new names, and the same ones again and again.
final class NegativeFlood implements Scenario {
    private static final int PER_SECOND = 2_000;
    private static final int CONNECTIONS = 64;
    private static final int REPEATED = 100;

    @Override
    public String id() {
        return "RB6";
    }

    @Override
    public String title() {
        return "names that do not exist";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.ROUTE);
    }

    @Override
    public boolean isolated() {
        return true;
    }

    @Override
    public List<Case> cases(Plan plan) {
        return List.of(
                Case.of(
                                "ever new names, %,d a second".formatted(perSecond(plan)),
                                MEMORY_GROWTH,
                                router ->
                                        round -> flood(plan, router, n -> "new-" + round + "/" + n))
                        .judgedBy(Routing.MEMORY),
                Case.of(
                                "%,d names again and again".formatted(REPEATED),
                                UPSTREAM_PER_REQUEST,
                                router -> again(plan, router))
                        .judgedBy(Bar.atMost(0.1, UPSTREAM_PER_REQUEST), Routing.MEMORY));
    }

    private static int perSecond(Plan plan) {
        return plan.pick(PER_SECOND / 10, PER_SECOND);
    }

    private static Case.Run again(Plan plan, Registry router)
            throws IOException, InterruptedException {
        router.harbor().set(Knobs.DEFAULT);
        for (int n = 0; n < REPEATED; n++) {
            router.call(request(router, "old/" + n));
        }
        return _ -> flood(plan, router, n -> "old/" + n % REPEATED);
    }

    private static Sample flood(Plan plan, Registry router, IntFunction<String> names)
            throws IOException, InterruptedException {
        double before = Meter.mebibytes(router.process().residentBytes());
        Sample sample = Routing.measure(
                router,
                Knobs.DEFAULT,
                () -> SteadyLoad.paced(
                        router.endpoint(),
                        CONNECTIONS,
                        perSecond(plan),
                        plan.steady(),
                        n -> request(router, names.apply(n))));
        double after = Meter.mebibytes(router.process().residentBytes());
        return sample.with(MEMORY_GROWTH, after / before);
    }

    /// Too much under way is an answer too.
    private static Request request(Registry router, String name) {
        try {
            return router.manifest("GET", router.image(Routing.noImage(name)), "v1")
                    .expecting(404, 503);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
