package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.REQUESTS_PER_SECOND;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.http.Request;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// B18: deleting from a repository of many tags: images, tags, and one image under all of them.
final class Deletes implements Scenario {
    private static final int WRITERS = 8;

    @Override
    public String id() {
        return "B18";
    }

    @Override
    public String title() {
        return "DELETE";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.DELETE, Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int tags = plan.items(200, 10_000);
        int some = plan.pick(20, 100);
        int many = plan.pick(50, 1_000);
        return List.of(
                Case.of(
                                "%,d manifests by digest, %,d tags".formatted(some, tags),
                                REQUESTS_PER_SECOND,
                                registry -> byDigest(plan, registry, tags, some))
                        .cold(),
                Case.of(
                                "%,d of %,d tags".formatted(many, tags),
                                REQUESTS_PER_SECOND,
                                registry -> tags(plan, registry, tags, many))
                        .cold(),
                Case.of(
                                "one manifest with %,d tags".formatted(tags),
                                REQUESTS_PER_SECOND,
                                registry -> _ -> oneWithMany(plan, registry, tags))
                        .cold());
    }

    private static Case.Run byDigest(Plan plan, Registry registry, int tags, int some)
            throws IOException, InterruptedException {
        var repository = TaggedRepository.of(plan, "delete", tags);
        repository.publish(plan, registry);
        return round -> {
            List<Manifest> images = slice(repository.images(), round, some);
            return Counted.measure(
                    registry,
                    WRITERS,
                    images.size(),
                    (connection, index) -> connection.drain(delete(
                            registry, repository.name(), images.get(index).digest())));
        };
    }

    private static Case.Run tags(Plan plan, Registry registry, int tags, int many)
            throws IOException, InterruptedException {
        var repository = TaggedRepository.of(plan, "untag", tags);
        repository.publish(plan, registry);
        return round -> {
            List<String> names = slice(
                    IntStream.range(0, tags).mapToObj(TaggedRepository::tag).toList(), round, many);
            return Counted.measure(
                    registry,
                    WRITERS,
                    names.size(),
                    (connection, index) -> connection.drain(
                            delete(registry, repository.name(), names.get(index))));
        };
    }

    private static Sample oneWithMany(Plan plan, Registry registry, int tags)
            throws IOException, InterruptedException {
        String repository = plan.repository("delete-one");
        TaggedRepository.publishBlobs(plan, registry, repository);
        Manifest image = TaggedRepository.image(plan, 0);
        registry.publisher()
                .publish(IntStream.range(0, tags)
                        .mapToObj(number -> (Publication) new Publication.OfManifest(
                                repository, TaggedRepository.tag(number), image))
                        .toList());
        return Counted.measure(
                registry,
                1,
                1,
                (connection, _) -> connection.drain(delete(registry, repository, image.digest())));
    }

    /// What a round deletes; no other round touches it.
    private static <T> List<T> slice(List<T> all, int round, int size) {
        if ((round + 1) * size > all.size()) {
            throw new IllegalArgumentException(
                    "too many rounds to delete %d items of %d in each".formatted(size, all.size()));
        }
        return all.subList(round * size, (round + 1) * size);
    }

    private static Request delete(Registry registry, String repository, String reference)
            throws IOException {
        String path = "/v2/" + repository + "/manifests/" + reference;
        return registry.request("DELETE", path, Scope.delete(repository)).expecting(202);
    }
}
