package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;

import dev.berth.bench.http.Request;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// B2 and B3: a manifest by its tag, the request that every pull begins with and every poll
/// repeats.
///
/// A hundred tags, spread over the repository, are asked for in turn.
///
/// @param method `HEAD` or `GET`
record ManifestByTag(String id, String method) implements Scenario {
    private static final int HOT_TAGS = 100;
    private static final int HEADLINE_CONNECTIONS = 64;
    private static final int HEADLINE_TAGS = 1_000;

    @Override
    public String title() {
        return method + " manifest by tag";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.READ);
    }

    @Override
    public List<Case> cases(Plan plan) {
        if (plan.size() == Plan.Size.QUICK) {
            return List.of(headline(plan, 100));
        }
        return List.of(
                headline(plan, HEADLINE_TAGS),
                byTag(plan, 1, HEADLINE_TAGS),
                byTag(plan, 16, HEADLINE_TAGS),
                byTag(plan, 256, HEADLINE_TAGS),
                byTag(plan, HEADLINE_CONNECTIONS, 1),
                byTag(plan, HEADLINE_CONNECTIONS, 10_000));
    }

    private Case headline(Plan plan, int tags) {
        return byTag(plan, HEADLINE_CONNECTIONS, tags)
                .judgedBy(
                        Bar.atLeast(7, "distribution", REQUESTS_PER_CPU_SECOND),
                        Bar.atLeast(0.5, "nginx", REQUESTS_PER_CPU_SECOND));
    }

    private Case byTag(Plan plan, int connections, int tags) {
        return Case.of(
                "%d connections, %,d tags".formatted(connections, tags),
                REQUESTS_PER_CPU_SECOND,
                registry -> open(plan, registry, connections, tags));
    }

    private Case.Run open(Plan plan, Registry registry, int connections, int tags)
            throws IOException, InterruptedException {
        var repository = TaggedRepository.of(plan, "tags-" + tags, tags);
        repository.publish(plan, registry);
        return Steady.run(plan, registry, connections, () -> requests(registry, repository));
    }

    private List<Request> requests(Registry registry, TaggedRepository repository)
            throws IOException {
        var requests = new ArrayList<Request>();
        int step = Math.max(1, repository.images().size() / HOT_TAGS);
        for (int i = 0; i < repository.images().size(); i += step) {
            requests.add(registry.manifest(method, repository.name(), TaggedRepository.tag(i))
                    .expecting(200));
        }
        return requests;
    }
}
