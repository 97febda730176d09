package dev.berth.bench.scenario;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.load.Operation;
import dev.berth.bench.load.Outcome;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import java.io.IOException;
import java.util.List;

/// Repositories of one tag each, made by mounting one layer and putting an image over it.
final class ManyRepositories {
    private static final int SEEDING_WRITERS = 8;

    private ManyRepositories() {}

    static Sample measure(
            Registry registry, String source, RandomBlob layer, List<String> names, int writers)
            throws IOException, InterruptedException {
        authorize(registry, source, names);
        return Counted.measure(
                registry, writers, names.size(), making(registry, source, layer, names));
    }

    /// Makes them outside of any measurement.
    static void publish(Registry registry, String source, RandomBlob layer, List<String> names)
            throws IOException, InterruptedException {
        Outcome outcome = CountedLoad.run(
                registry.endpoint(),
                SEEDING_WRITERS,
                names.size(),
                Plan.SEEDING_DEADLINE,
                making(registry, source, layer, names));
        if (outcome.errors() > 0) {
            throw new IOException("%s refused %d of %d repositories, first: %s"
                    .formatted(
                            registry.name(),
                            outcome.errors(),
                            names.size(),
                            outcome.firstError().orElse("")));
        }
    }

    private static Operation making(
            Registry registry, String source, RandomBlob layer, List<String> names) {
        Manifest image = Manifest.image(layer, List.of(layer), 0);
        return (connection, index) -> {
            String repository = names.get(index);
            long bytes = Mounts.mount(registry, connection, source, repository, layer);
            return bytes + connection.drain(registry.putManifest(repository, "latest", image));
        };
    }

    private static void authorize(Registry registry, String source, List<String> names)
            throws IOException {
        for (String name : names) {
            registry.access().authorization(Mounts.scope(source, name));
            registry.access().authorization(Scope.push(name));
        }
    }
}
