package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.MEMORY_GROWTH;
import static dev.berth.bench.measure.Figure.PEAK_MEBIBYTES;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.load.Quiet;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Upload;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// B24: resident memory: at rest, after small requests, under large pulls and pushes.
final class Memory implements Scenario {
    private static final int PURPOSE = 24;
    private static final int PULLERS = 64;
    private static final int PUSHERS = 16;

    @Override
    public String id() {
        return "B24";
    }

    @Override
    public String title() {
        return "memory";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PUSH);
    }

    @Override
    public boolean isolated() {
        return true;
    }

    @Override
    public List<Case> cases(Plan plan) {
        var rest = plan.pick(Duration.ofSeconds(1), Duration.ofSeconds(60));
        int mebibytes = plan.pick(4, 100);
        return List.of(
                Case.of(
                                "at rest, %d s after the start".formatted(rest.toSeconds()),
                                PEAK_MEBIBYTES,
                                registry -> _ -> atRest(registry, rest))
                        .judgedBy(Bar.atMost(256, PEAK_MEBIBYTES))
                        .cold(),
                Case.of(
                        "GET manifest, 64 connections",
                        PEAK_MEBIBYTES,
                        registry -> manifests(plan, registry)),
                Case.of(
                                "64 pulls of %d MiB".formatted(mebibytes),
                                PEAK_MEBIBYTES,
                                registry -> pulls(plan, registry, Bytes.mebi(mebibytes)))
                        .judgedBy(Bar.atMost(1.2, MEMORY_GROWTH)),
                Case.of(
                        "16 pushes of %d MiB".formatted(mebibytes),
                        PEAK_MEBIBYTES,
                        registry -> pushes(plan, registry, Bytes.mebi(mebibytes))));
    }

    private static Sample atRest(Registry registry, Duration rest)
            throws IOException, InterruptedException {
        return Meter.measure(registry.process(), () -> Quiet.rest(rest));
    }

    private static Case.Run manifests(Plan plan, Registry registry)
            throws IOException, InterruptedException {
        var repository = TaggedRepository.of(plan, "memory", 1);
        repository.publish(plan, registry);
        return Steady.run(
                plan,
                registry,
                PULLERS,
                () -> List.of(registry.manifest("GET", repository.name(), TaggedRepository.tag(0))
                        .expecting(200)));
    }

    private static Case.Run pulls(Plan plan, Registry registry, long bytes)
            throws IOException, InterruptedException {
        String repository = plan.repository("memory-pull");
        RandomBlob blob = RandomBlob.of(plan.series(PURPOSE, 900), 0, bytes);
        registry.publisher().publish(Publication.blobs(repository, List.of(blob)));
        return _ -> {
            Request pull = registry.blob("GET", repository, blob.digest()).expecting(200);
            return growing(
                    registry,
                    () -> SteadyLoad.run(registry.endpoint(), PULLERS, plan.steady(), _ -> pull));
        };
    }

    private static Case.Run pushes(Plan plan, Registry registry, long bytes) {
        String repository = plan.repository("memory-push");
        return round -> {
            List<RandomBlob> blobs = PushBlobs.blobs(plan.series(PURPOSE, round), PUSHERS, bytes);
            return growing(
                    registry,
                    () -> CountedLoad.run(
                            registry.endpoint(),
                            PUSHERS,
                            PUSHERS,
                            Plan.DEADLINE,
                            (connection, index) -> Upload.IN_TWO.push(
                                    registry, connection, repository, blobs.get(index))));
        };
    }

    /// Also says how the peak under the load compares with the memory before it.
    private static Sample growing(Registry registry, Meter.Load load)
            throws IOException, InterruptedException {
        double before = Meter.mebibytes(registry.process().residentBytes());
        Sample sample = Meter.measure(registry.process(), load);
        double peak = sample.value(PEAK_MEBIBYTES).orElse(before);
        return sample.with(MEMORY_GROWTH, peak / before);
    }
}
