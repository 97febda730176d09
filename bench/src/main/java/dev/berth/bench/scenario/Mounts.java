package dev.berth.bench.scenario;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Connection;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// B12: layers that come from another repository by name alone.
final class Mounts implements Scenario {
    private static final int WRITERS = 16;
    private static final int BLOBS = 100;

    @Override
    public String id() {
        return "B12";
    }

    @Override
    public String title() {
        return "mount blobs across repositories";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int count = plan.items(200, 10_000);
        return List.of(Case.of(
                "%,d mounts, 16 writers".formatted(count),
                Figure.REQUESTS_PER_SECOND,
                registry -> open(plan, registry, count)));
    }

    private static Case.Run open(Plan plan, Registry registry, int all)
            throws IOException, InterruptedException {
        String source = plan.repository("mount-source");
        List<RandomBlob> blobs = PushBlobs.blobs(plan.series(12, 0), BLOBS, Bytes.kibi(4));
        registry.publisher().publish(Publication.blobs(source, blobs));
        return round -> {
            int count = Plan.pieces(all, round);
            List<String> repositories = IntStream.rangeClosed(0, count / BLOBS)
                    .mapToObj(number -> plan.repository("mount", round, number))
                    .toList();
            for (String repository : repositories) {
                registry.access().authorization(scope(source, repository));
            }
            return Counted.measure(registry, WRITERS, count, (connection, index) -> {
                String repository = repositories.get(index / BLOBS);
                return mount(registry, connection, source, repository, blobs.get(index % BLOBS));
            });
        };
    }

    static long mount(
            Registry registry,
            Connection connection,
            String source,
            String repository,
            RandomBlob blob)
            throws IOException {
        String path = "/v2/%s/blobs/uploads/?mount=%s&from=%s"
                .formatted(repository, blob.digest(), source);
        return connection.drain(
                registry.request("POST", path, scope(source, repository)).expecting(201));
    }

    static Scope scope(String source, String repository) {
        return Scope.push(repository).and(Scope.pull(source));
    }
}
