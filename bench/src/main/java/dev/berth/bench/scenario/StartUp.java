package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.FIRST_ANSWER_MILLIS;
import static dev.berth.bench.measure.Figure.PEAK_MEBIBYTES;
import static dev.berth.bench.measure.Figure.READY_MILLIS;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Ending;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Startup;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// B23: from the start of the program to its first answer, with little and with much in the store.
final class StartUp implements Scenario {
    private static final Bar WITHIN_A_SECOND = Bar.atMost(1_000, READY_MILLIS);

    @Override
    public String id() {
        return "B23";
    }

    @Override
    public String title() {
        return "start";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.RESTART, Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int repositories = plan.pick(20, 1_000);
        int manifests = plan.items(200, 10_000);
        return List.of(
                start("empty store", _ -> {}),
                start(
                        "%,d repositories".formatted(repositories),
                        registry -> publishRepositories(plan, registry, repositories)),
                start(
                        "%,d manifests".formatted(manifests),
                        registry -> TaggedRepository.of(plan, "start", manifests)
                                .publish(plan, registry)));
    }

    @FunctionalInterface
    private interface Filling {
        void fill(Registry registry) throws IOException, InterruptedException;
    }

    private static Case start(String name, Filling filling) {
        return Case.of(name, READY_MILLIS, registry -> {
                    filling.fill(registry);
                    return _ -> restart(registry);
                })
                .judgedBy(WITHIN_A_SECOND)
                .cold();
    }

    private static Sample restart(Registry registry) throws IOException, InterruptedException {
        Startup startup = registry.server().restart(Ending.STOP);
        var figures = Map.of(
                FIRST_ANSWER_MILLIS, Meter.millis(startup.firstAnswer()),
                READY_MILLIS, Meter.millis(startup.ready()),
                PEAK_MEBIBYTES, Meter.mebibytes(registry.process().residentBytes()));
        return new Sample(figures, 0, Optional.empty());
    }

    private static void publishRepositories(Plan plan, Registry registry, int count)
            throws IOException, InterruptedException {
        String source = plan.repository("start-source");
        RandomBlob layer = RandomBlob.of(plan.series(23, 0), 0, Bytes.kibi(1));
        registry.publisher().publish(Publication.blobs(source, List.of(layer)));
        List<String> names = IntStream.range(0, count)
                .mapToObj(number -> plan.repository("start", 0, number))
                .toList();
        ManyRepositories.publish(registry, source, layer, names);
    }
}
