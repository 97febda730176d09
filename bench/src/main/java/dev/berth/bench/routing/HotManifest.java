package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.P99_MILLIS;
import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;
import static dev.berth.bench.measure.Figure.UPSTREAM_PER_REQUEST;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// RB2: a manifest that somebody pulled a moment ago, with the caller's credential checked.
final class HotManifest implements Scenario {
    private static final int HEADLINE_CONNECTIONS = 64;
    private static final int MANY_TAGS = 1_000;
    private static final int SEQUENCE = 8_192;

    @Override
    public String id() {
        return "RB2";
    }

    @Override
    public String title() {
        return "hot manifest";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PROXY);
    }

    @Override
    public List<Case> cases(Plan plan) {
        var headline = tags(plan, HEADLINE_CONNECTIONS, 1, Knobs.DEFAULT)
                .judgedBy(
                        Bar.atLeast(1.2, "nginx-proxy", REQUESTS_PER_CPU_SECOND),
                        Bar.atMost(1, "nginx-proxy", P99_MILLIS),
                        Bar.atMost(0.05, UPSTREAM_PER_REQUEST),
                        Routing.MEMORY);
        if (plan.size() == Plan.Size.QUICK) {
            return List.of(headline);
        }
        return List.of(
                headline,
                tags(plan, 256, 1, Knobs.DEFAULT).judgedBy(Routing.MEMORY),
                tags(plan, 1_000, 1, Knobs.DEFAULT).judgedBy(Routing.MEMORY),
                tags(plan, HEADLINE_CONNECTIONS, MANY_TAGS, Knobs.DEFAULT)
                        .judgedBy(Bar.atMost(0.05, UPSTREAM_PER_REQUEST), Routing.MEMORY),
                tags(plan, HEADLINE_CONNECTIONS, 1, Knobs.DEFAULT.withManifestBytes(10_000)),
                tags(plan, HEADLINE_CONNECTIONS, 1, slow(1)),
                tags(plan, HEADLINE_CONNECTIONS, 1, slow(20)));
    }

    private static Knobs slow(int millis) {
        return Knobs.DEFAULT.withLatency(Duration.ofMillis(millis));
    }

    private static Case tags(Plan plan, int connections, int tags, Knobs knobs) {
        return Case.of(
                "%d connections, %,d tags, %,d bytes, Harbor takes %d ms"
                        .formatted(
                                connections,
                                tags,
                                knobs.manifestBytes(),
                                knobs.latency().toMillis()),
                REQUESTS_PER_CPU_SECOND,
                router -> open(plan, router, connections, tags, knobs));
    }

    private static Case.Run open(Plan plan, Registry router, int connections, int tags, Knobs knobs)
            throws IOException {
        router.harbor().set(knobs);
        var requests = requests(router, tags, knobs);
        for (var request : Set.copyOf(requests)) {
            router.call(request);
        }
        return _ -> Routing.measure(
                router,
                knobs,
                () -> SteadyLoad.run(
                        router.endpoint(),
                        connections,
                        plan.steady(),
                        n -> requests.get(n % requests.size())));
    }

    /// The n-th most popular tag is asked for 1/n times as often as the first.
    private static List<Request> requests(Registry router, int tags, Knobs knobs)
            throws IOException {
        var each = new ArrayList<Request>();
        for (int tag = 0; tag < tags; tag++) {
            String image = Routing.image(0, "hot-" + knobs.manifestBytes() + "/app");
            each.add(Routing.manifest(router, image, "v" + tag));
        }
        double[] weights =
                IntStream.rangeClosed(1, tags).mapToDouble(n -> 1.0 / n).toArray();
        double sum = Arrays.stream(weights).sum();
        var random = new Random(1);
        return IntStream.range(0, tags == 1 ? 1 : SEQUENCE)
                .mapToObj(_ -> each.get(pick(weights, random.nextDouble() * sum)))
                .toList();
    }

    private static int pick(double[] weights, double at) {
        double left = at;
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
