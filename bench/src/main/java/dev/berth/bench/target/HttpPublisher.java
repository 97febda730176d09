package dev.berth.bench.target;

import dev.berth.bench.http.Connection;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.load.Outcome;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Fills a registry by pushing.
final class HttpPublisher implements Publisher {
    private static final int WRITERS = 8;
    private static final Duration DEADLINE = Duration.ofMinutes(20);

    private final Registry registry;

    HttpPublisher(Registry registry) {
        this.registry = registry;
    }

    @Override
    public void publish(List<Publication> publications) throws IOException, InterruptedException {
        Outcome outcome = CountedLoad.run(
                registry.endpoint(),
                Math.clamp(publications.size(), 1, WRITERS),
                publications.size(),
                DEADLINE,
                (connection, index) -> push(connection, publications.get(index)));
        if (outcome.errors() > 0) {
            throw new IOException("%s could not be filled: %d errors, first: %s"
                    .formatted(
                            registry.name(),
                            outcome.errors(),
                            outcome.firstError().orElse("")));
        }
    }

    private long push(Connection connection, Publication publication) throws IOException {
        return switch (publication) {
            case Publication.OfBlob(var repository, var blob) ->
                Upload.IN_TWO.push(registry, connection, repository, blob);
            case Publication.OfManifest(var repository, var reference, var manifest) ->
                connection.drain(registry.putManifest(repository, reference, manifest));
        };
    }
}
