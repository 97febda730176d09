package dev.berth.bench.scenario;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Request;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// B16: the list of repositories, in pages of a hundred and of a thousand.
final class Catalog implements Scenario {
    private static final int CONNECTIONS = 16;

    @Override
    public String id() {
        return "B16";
    }

    @Override
    public String title() {
        return "GET _catalog";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.LIST, Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int count = plan.items(100, 10_000);
        return List.of(
                list(plan, count, 100)
                        .judgedBy(Bar.atLeast(10, "distribution", Figure.REQUESTS_PER_CPU_SECOND)),
                list(plan, count, 1_000));
    }

    private static Case list(Plan plan, int count, int page) {
        return Case.of(
                "pages of %,d through %,d repositories, 16 connections".formatted(page, count),
                Figure.REQUESTS_PER_CPU_SECOND,
                registry -> open(plan, registry, count, page));
    }

    private static Case.Run open(Plan plan, Registry registry, int count, int page)
            throws IOException, InterruptedException {
        registry.seedOnce("catalog", () -> publish(plan, registry, count));
        Pages pages = Pages.walk(registry, "/v2/_catalog?n=" + page, Scope.CATALOG, "repositories");
        if (pages.items() < count) {
            pages.requireItems(count, registry);
        }
        return Steady.run(plan, registry, CONNECTIONS, () -> {
            var requests = new ArrayList<Request>();
            for (String path : pages.paths()) {
                requests.add(registry.request("GET", path, Scope.CATALOG).expecting(200));
            }
            return requests;
        });
    }

    private static void publish(Plan plan, Registry registry, int count)
            throws IOException, InterruptedException {
        String source = plan.repository("catalog-source");
        RandomBlob layer = RandomBlob.of(plan.series(16, 0), 0, Bytes.kibi(1));
        registry.publisher().publish(Publication.blobs(source, List.of(layer)));
        List<String> names = IntStream.range(0, count)
                .mapToObj(number -> plan.repository("catalog", 0, number))
                .toList();
        ManyRepositories.publish(registry, source, layer, names);
    }
}
