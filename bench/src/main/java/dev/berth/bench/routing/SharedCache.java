package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.P99_MILLIS;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Redis;
import dev.berth.bench.target.Registry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// RB10: routers that share a cache in Redis, and what its end does to clients.
final class SharedCache implements Scenario {
    private static final int PER_SECOND = 300;
    private static final int CONNECTIONS = 64;

    private final Lazy redis = new Lazy();
    private final AtomicInteger names = new AtomicInteger();

    /// A port is chosen when it is first asked for; the router may be started before Redis.
    private static final class Lazy {
        private @Nullable Redis redis;

        Redis get() {
            if (redis == null) {
                redis = Redis.onFreePort();
            }
            return redis;
        }
    }

    @Override
    public String id() {
        return "RB10";
    }

    @Override
    public String title() {
        return "with Redis, and without it all of a sudden";
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
        return Map.of("BERTH_ROUTER_REDIS_SERVER", redis.get().address());
    }

    @Override
    public List<Case> cases(Plan plan) {
        return List.of(
                Case.of("Redis is there", P99_MILLIS, router -> _ -> {
                            try (var running = redis.get().start()) {
                                running.awaitClient();
                                return load(plan, router);
                            }
                        })
                        .judgedBy(Routing.MEMORY),
                Case.of("Redis is killed halfway", P99_MILLIS, router -> _ -> {
                            try (var running = redis.get().start()) {
                                running.awaitClient();
                                running.killAfter(plan.steady().dividedBy(2));
                                return load(plan, router);
                            }
                        })
                        .judgedBy(Routing.MEMORY),
                Case.of("Redis was never there", P99_MILLIS, router -> _ -> load(plan, router))
                        .judgedBy(Routing.MEMORY));
    }

    /// Every other request is for something new, which is where Redis is asked.
    private Sample load(Plan plan, Registry router) throws IOException, InterruptedException {
        return Routing.measure(
                router,
                Knobs.DEFAULT,
                () -> SteadyLoad.paced(
                        router.endpoint(),
                        CONNECTIONS,
                        plan.pick(PER_SECOND / 4, PER_SECOND),
                        plan.steady(),
                        n -> request(router, n)));
    }

    private Request request(Registry router, int n) {
        try {
            String rest = n % 2 == 0 ? "hot/app" : "new/" + names.incrementAndGet();
            return Routing.manifest(router, Routing.image(5, rest), "v1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
