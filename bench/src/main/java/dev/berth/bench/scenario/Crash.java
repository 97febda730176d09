package dev.berth.bench.scenario;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.load.Outcome;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Ending;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Startup;
import dev.berth.bench.target.Upload;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// B25: killed in the middle of pushes; then everything that was acknowledged is read back.
final class Crash implements Scenario {
    private static final int PURPOSE = 25;
    private static final int WRITERS = 16;
    private static final int PUSHES_MAX = 50_000;
    private static final Duration FIRST_PUSH_MAX = Duration.ofSeconds(30);

    @Override
    public String id() {
        return "B25";
    }

    @Override
    public String title() {
        return "kill -9 while images are pushed";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.RESTART, Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        return List.of(Case.of(
                        "16 writers of small images",
                        Figure.READY_MILLIS,
                        registry -> round -> crash(plan, registry, round))
                .judgedBy(Bar.atMost(0, Figure.LOST), Bar.atMost(1_000, Figure.READY_MILLIS))
                .cold());
    }

    private static Sample crash(Plan plan, Registry registry, int round)
            throws IOException, InterruptedException {
        String repository = plan.repository("crash");
        List<RandomBlob> layers =
                PushBlobs.blobs(plan.series(PURPOSE, round), plan.pick(2_000, PUSHES_MAX), 4_096);
        var acknowledged = new ConcurrentSkipListSet<Integer>();
        var first = new CountDownLatch(1);
        var life = Duration.ofMillis(plan.pick(300, 1_000) + new Random(round).nextInt(1_000));
        Startup startup;
        try (var pushing = Executors.newSingleThreadExecutor()) {
            var load = pushing.submit(() -> push(registry, repository, layers, index -> {
                acknowledged.add(index);
                first.countDown();
            }));
            if (!first.await(FIRST_PUSH_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(
                        "no push was acknowledged within " + FIRST_PUSH_MAX.toSeconds() + " s");
            }
            Thread.sleep(life);
            startup = registry.server().restart(Ending.KILL);
            load.get();
        } catch (ExecutionException e) {
            throw new IOException("the pushes could not begin: " + e.getMessage(), e);
        }
        long lost = missing(registry, repository, layers, acknowledged);
        var figures = Map.of(
                Figure.READY_MILLIS,
                Meter.millis(startup.ready()),
                Figure.FIRST_ANSWER_MILLIS,
                Meter.millis(startup.firstAnswer()),
                Figure.ACKNOWLEDGED,
                (double) acknowledged.size(),
                Figure.LOST,
                (double) lost);
        return new Sample(figures, 0, Optional.empty());
    }

    /// Pushes until the server is killed; what fails then is not an error but the point.
    private static Outcome push(
            Registry registry, String repository, List<RandomBlob> layers, IntConsumer acknowledged)
            throws IOException, InterruptedException {
        return CountedLoad.run(
                registry.endpoint(), WRITERS, layers.size(), Plan.DEADLINE, (connection, index) -> {
                    RandomBlob layer = layers.get(index);
                    long bytes = Upload.IN_TWO.push(registry, connection, repository, layer);
                    connection.drain(registry.putManifest(
                            repository, TaggedRepository.tag(index), image(layer)));
                    acknowledged.accept(index);
                    return bytes;
                });
    }

    /// How many acknowledged images have no manifest, or a layer with other bytes or none.
    private static long missing(
            Registry registry,
            String repository,
            List<RandomBlob> layers,
            Set<Integer> acknowledged)
            throws IOException, InterruptedException {
        List<Integer> indexes = List.copyOf(acknowledged);
        return CountedLoad.run(
                        registry.endpoint(),
                        WRITERS,
                        indexes.size(),
                        Plan.DEADLINE,
                        (connection, number) -> {
                            int index = indexes.get(number);
                            RandomBlob layer = layers.get(index);
                            Pulls.verify(registry, connection, repository, layer);
                            String tag = TaggedRepository.tag(index);
                            String found = connection
                                    .exchange(registry.manifest("GET", repository, tag)
                                            .expecting(200))
                                    .body();
                            if (!found.equals(image(layer).json())) {
                                throw new IOException(tag + " has another manifest");
                            }
                            return layer.length();
                        })
                .errors();
    }

    private static Manifest image(RandomBlob layer) {
        return Manifest.image(layer, List.of(layer), 0);
    }
}
