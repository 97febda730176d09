package dev.berth.bench.scenario;

import dev.berth.bench.http.Request;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// B4: a manifest by its digest, whole and by a client that has it already.
final class ManifestByDigest implements Scenario {
    private static final int CONNECTIONS = 64;

    @Override
    public String id() {
        return "B4";
    }

    @Override
    public String title() {
        return "GET manifest by digest";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.READ);
    }

    @Override
    public List<Case> cases(Plan plan) {
        return List.of(
                Case.of(
                        "64 connections",
                        Figure.REQUESTS_PER_CPU_SECOND,
                        registry -> open(plan, registry, ManifestByDigest::whole)),
                Case.of(
                        "If-None-Match, 64 connections",
                        Figure.REQUESTS_PER_CPU_SECOND,
                        registry -> open(plan, registry, ManifestByDigest::unchanged)));
    }

    /// Formats the one request of a case.
    @FunctionalInterface
    private interface Question {
        Request format(Registry registry, String repository, String digest)
                throws IOException, InterruptedException;
    }

    private static Case.Run open(Plan plan, Registry registry, Question question)
            throws IOException, InterruptedException {
        var repository = TaggedRepository.of(plan, "digest", 1);
        repository.publish(plan, registry);
        String digest = repository.images().getFirst().digest();
        Request request = question.format(registry, repository.name(), digest);
        return Steady.run(plan, registry, CONNECTIONS, () -> List.of(request));
    }

    private static Request whole(Registry registry, String repository, String digest)
            throws IOException {
        return registry.manifest("GET", repository, digest).expecting(200);
    }

    private static Request unchanged(Registry registry, String repository, String digest)
            throws IOException {
        String etag = registry.call(whole(registry, repository, digest))
                .header("ETag")
                .orElseThrow(() -> new IOException(registry.name() + " sends no ETag"));
        return registry.manifest("GET", repository, digest)
                .header("If-None-Match", etag)
                .expecting(304);
    }
}
