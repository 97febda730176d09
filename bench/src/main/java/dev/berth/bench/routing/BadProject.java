package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.ADDED_P99_MILLIS;
import static dev.berth.bench.measure.Figure.P99_MILLIS;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.harbor.Knobs.Fault;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.Alongside;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// RB9: what one project that is ill does to images of the others.
final class BadProject implements Scenario {
    private static final int GOOD_PER_SECOND = 400;
    private static final int BAD_PER_SECOND = 100;
    private static final int CONNECTIONS = 64;
    private static final Knobs WELL = Knobs.DEFAULT.withLatency(Duration.ofMillis(1));

    private final AtomicInteger names = new AtomicInteger();

    @Override
    public String id() {
        return "RB9";
    }

    @Override
    public String title() {
        return "one bad project of ten";
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
    public Map<String, String> settings() {
        return Map.of("CIRCUIT_BREAKER_TIMEOUT", "1s");
    }

    @Override
    public List<Case> cases(Plan plan) {
        return List.of(
                with(plan, Fault.HANG, "hangs")
                        .judgedBy(Bar.atMost(50, ADDED_P99_MILLIS), Routing.MEMORY),
                with(plan, Fault.STATUS, "answers 500").judgedBy(Routing.MEMORY),
                with(plan, Fault.RESET, "resets connections").judgedBy(Routing.MEMORY));
    }

    private Case with(Plan plan, Fault fault, String words) {
        return Case.of(
                "it " + words + "; every fifth request is for it",
                ADDED_P99_MILLIS,
                router -> _ -> {
                    Routing.settle(router, WELL, "settled-" + names.incrementAndGet());
                    Sample well = load(plan, router, WELL);
                    Sample ill = load(plan, router, WELL.withFault(fault));
                    double added = Math.max(0, p99(ill) - p99(well));
                    return new Sample(
                            ill.with(ADDED_P99_MILLIS, added).figures(),
                            well.errors() + ill.errors(),
                            well.firstError().or(ill::firstError));
                });
    }

    private static double p99(Sample sample) throws IOException {
        return sample.value(P99_MILLIS)
                .orElseThrow(() -> new IOException(
                        "nothing was answered: " + sample.firstError().orElse("no error either")));
    }

    /// The latencies are those of the good projects' images, half of which are new.
    private Sample load(Plan plan, Registry router, Knobs knobs)
            throws IOException, InterruptedException {
        return Routing.measure(
                router,
                knobs,
                () -> Alongside.run(
                        () -> SteadyLoad.paced(
                                router.endpoint(),
                                CONNECTIONS,
                                plan.pick(GOOD_PER_SECOND / 4, GOOD_PER_SECOND),
                                plan.steady(),
                                n -> good(router, knobs, n)),
                        () -> SteadyLoad.paced(
                                router.endpoint(),
                                CONNECTIONS,
                                plan.pick(BAD_PER_SECOND / 4, BAD_PER_SECOND),
                                plan.steady(),
                                _ -> bad(router, knobs))));
    }

    private Request good(Registry router, Knobs knobs, int n) {
        int project = n % knobs.faulty();
        String rest = n % 2 == 0 ? "hot/app" : "new/" + names.incrementAndGet();
        return asked(router, Routing.image(project, rest), 200);
    }

    /// Its images cannot be had then, but it would be wrong to say that they do not exist.
    private Request bad(Registry router, Knobs knobs) {
        String image = Routing.image(knobs.faulty(), "new/" + names.incrementAndGet());
        return asked(router, image, 200, 502, 503, 504);
    }

    private static Request asked(Registry router, String image, int... expected) {
        try {
            return router.manifest("GET", router.image(image), "v1").expecting(expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
