package dev.berth.bench.scenario;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.SlowReaders;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// B27: what hundreds of clients on thin lines do to everybody else.
final class SlowClients implements Scenario {
    private static final int CONNECTIONS = 64;
    private static final int BYTES_PER_SECOND = 64 * 1024;

    @Override
    public String id() {
        return "B27";
    }

    @Override
    public String title() {
        return "GET manifest beside slow clients";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.READ);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int clients = plan.pick(50, 500);
        return List.of(
                Case.of("no slow client", Figure.P99_MILLIS, registry -> manifests(plan, registry)),
                Case.of(
                        "%d clients at 64 KiB/s".formatted(clients),
                        Figure.P99_MILLIS,
                        registry -> beside(plan, registry, clients)));
    }

    private static Case.Run manifests(Plan plan, Registry registry)
            throws IOException, InterruptedException {
        var repository = TaggedRepository.of(plan, "slow", 1);
        repository.publish(plan, registry);
        return Steady.run(
                plan,
                registry,
                CONNECTIONS,
                () -> List.of(registry.manifest("GET", repository.name(), TaggedRepository.tag(0))
                        .expecting(200)));
    }

    private static Case.Run beside(Plan plan, Registry registry, int clients)
            throws IOException, InterruptedException {
        String repository = plan.repository("slow-layer");
        RandomBlob blob = RandomBlob.of(plan.series(27, 0), 0, Bytes.mebi(100));
        registry.publisher().publish(Publication.blobs(repository, List.of(blob)));
        Case.Run manifests = manifests(plan, registry);
        return round -> {
            Request pull = registry.blob("GET", repository, blob.digest()).expecting(200);
            try (var slow =
                    SlowReaders.open(registry.endpoint(), clients, BYTES_PER_SECOND, pull)) {
                Sample sample = manifests.sample(round);
                return new Sample(
                        sample.figures(), sample.errors() + slow.dropped(), sample.firstError());
            }
        };
    }
}
