package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.SECONDS;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Connection;
import dev.berth.bench.load.CountedLoad;
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
import java.util.Set;

/// RB11: who asked first hangs up while the projects are asked; the others must not notice.
final class LeaderLeaves implements Scenario {
    private static final int FOLLOWERS = 100;
    private static final int AT_ONCE = 10;
    private static final int OWNER = 5;
    private static final Duration HARBOR_TAKES = Duration.ofSeconds(2);
    private static final Duration LEAVES_AFTER = Duration.ofMillis(50);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Override
    public String id() {
        return "RB11";
    }

    @Override
    public String title() {
        return "the first client leaves";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.ROUTE);
    }

    @Override
    public List<Case> cases(Plan plan) {
        return List.of(Case.of(
                        "%d follow, Harbor takes %d s"
                                .formatted(FOLLOWERS, HARBOR_TAKES.toSeconds()),
                        SECONDS,
                        router -> round -> follow(plan, router, round))
                .judgedBy(Bar.atMost(2.5 * HARBOR_TAKES.toSeconds(), SECONDS), Routing.MEMORY)
                .cold());
    }

    private static Sample follow(Plan plan, Registry router, int round)
            throws IOException, InterruptedException {
        router.harbor().set(Knobs.DEFAULT);
        var image = Routing.image(OWNER, "left/" + plan.series(11, round));
        var request = Routing.manifest(router, image, "v1");
        var slow = Knobs.DEFAULT.withLatency(HARBOR_TAKES);
        return Routing.measure(router, slow, () -> {
            try (var leader = Connection.open(router.endpoint())) {
                leader.leave(request, LEAVES_AFTER);
            }
            return CountedLoad.run(
                    router.endpoint(),
                    AT_ONCE,
                    FOLLOWERS,
                    DEADLINE,
                    (connection, _) -> connection.drain(request));
        });
    }
}
