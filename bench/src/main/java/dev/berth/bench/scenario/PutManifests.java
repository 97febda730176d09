package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.GROWTH;
import static dev.berth.bench.measure.Figure.REQUESTS_PER_SECOND;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// B13: images that a build system adds day by day: tags in one repository, and new repositories.
///
/// Every tag names an image of its own over layers that are there. A new repository mounts its one
/// layer first, as a client does.
final class PutManifests implements Scenario {
    @Override
    public String id() {
        return "B13";
    }

    @Override
    public String title() {
        return "PUT manifests";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int count = plan.items(200, 10_000);
        var cases = new ArrayList<Case>();
        for (int writers : plan.pick(List.of(16), List.of(1, 8, 16))) {
            Case tags = Case.of(
                    "%,d tags in one repository, %d writers".formatted(count, writers),
                    REQUESTS_PER_SECOND,
                    registry -> tags(plan, registry, count, writers));
            cases.add(
                    writers == 16
                            ? tags.judgedBy(
                                    Bar.atLeast(5, "distribution", REQUESTS_PER_SECOND),
                                    Bar.atMost(1.2, GROWTH))
                            : tags);
        }
        cases.add(Case.of(
                "%,d repositories of one tag, 8 writers".formatted(count),
                REQUESTS_PER_SECOND,
                registry -> repositories(plan, registry, count, 8)));
        return cases;
    }

    private static Case.Run tags(Plan plan, Registry registry, int all, int writers) {
        return round -> {
            int count = Plan.pieces(all, round);
            String repository = plan.repository("tags-" + writers, round, 0);
            TaggedRepository.publishBlobs(plan, registry, repository);
            List<Manifest> images = IntStream.range(0, count)
                    .mapToObj(number -> TaggedRepository.image(plan, number))
                    .toList();
            return Counted.measure(
                    registry,
                    writers,
                    count,
                    (connection, index) -> connection.drain(registry.putManifest(
                            repository, TaggedRepository.tag(index), images.get(index))));
        };
    }

    private static Case.Run repositories(Plan plan, Registry registry, int all, int writers)
            throws IOException, InterruptedException {
        String source = plan.repository("tags-source");
        RandomBlob layer = RandomBlob.of(plan.series(13, 0), 0, Bytes.kibi(1));
        registry.publisher().publish(Publication.blobs(source, List.of(layer)));
        return round -> {
            int count = Plan.pieces(all, round);
            List<String> names = IntStream.range(0, count)
                    .mapToObj(number -> plan.repository("new", round, number))
                    .toList();
            return ManyRepositories.measure(registry, source, layer, names, writers);
        };
    }
}
