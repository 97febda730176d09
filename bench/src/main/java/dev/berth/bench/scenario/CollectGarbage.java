package dev.berth.bench.scenario;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Connection;
import dev.berth.bench.http.Request;
import dev.berth.bench.load.Alongside;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.load.Outcome;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;
import dev.berth.bench.target.Upload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// B22: pulls go on while eight writers make garbage: push an image, delete it, again and again.
///
/// Afterwards every live image is asked for: what is missing was collected wrongly.
final class CollectGarbage implements Scenario {
    private static final int PURPOSE = 22;
    private static final int READERS = 64;
    private static final int WRITERS = 8;
    private static final int LITTER_MAX = 100_000;

    private enum Garbage {
        NONE,
        ALL_THE_TIME
    }

    @Override
    public String id() {
        return "B22";
    }

    @Override
    public String title() {
        return "GET manifest while garbage is made";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.COLLECT, Ability.DELETE, Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int live = plan.items(50, 10_000);
        return List.of(
                Case.of(
                        "%,d live images, no garbage".formatted(live),
                        Figure.P99_MILLIS,
                        registry -> open(plan, registry, live, Garbage.NONE)),
                Case.of(
                                "%,d live images, 8 writers of garbage".formatted(live),
                                Figure.P99_MILLIS,
                                registry -> open(plan, registry, live, Garbage.ALL_THE_TIME))
                        .judgedBy(Bar.atMost(0, Figure.LOST)));
    }

    private static Case.Run open(Plan plan, Registry registry, int live, Garbage garbage)
            throws IOException, InterruptedException {
        String repository = plan.repository("garbage");
        List<RandomBlob> layers = PushBlobs.blobs(plan.series(PURPOSE, 900), live, Bytes.kibi(4));
        registry.seedOnce(repository, () -> publish(registry, repository, layers));
        return round -> {
            var requests = new ArrayList<Request>();
            for (int i = 0; i < live; i++) {
                requests.add(registry.manifest("GET", repository, TaggedRepository.tag(i))
                        .expecting(200));
            }
            Sample sample = Meter.measure(registry.process(), () -> switch (garbage) {
                case NONE -> read(plan, registry, requests);
                case ALL_THE_TIME ->
                    Alongside.run(
                            () -> read(plan, registry, requests),
                            () -> litter(plan, registry, repository, round));
            });
            return sample.with(Figure.LOST, missing(registry, repository, layers));
        };
    }

    private static void publish(Registry registry, String repository, List<RandomBlob> layers)
            throws IOException, InterruptedException {
        registry.publisher().publish(Publication.blobs(repository, layers));
        var images = new ArrayList<Publication>();
        for (int i = 0; i < layers.size(); i++) {
            images.add(new Publication.OfManifest(
                    repository, TaggedRepository.tag(i), image(layers.get(i))));
        }
        registry.publisher().publish(images);
    }

    private static Manifest image(RandomBlob layer) {
        return Manifest.image(layer, List.of(layer), 0);
    }

    private static Outcome read(Plan plan, Registry registry, List<Request> requests)
            throws IOException {
        return SteadyLoad.run(
                registry.endpoint(),
                READERS,
                plan.steady(),
                n -> requests.get(n % requests.size()));
    }

    private static Outcome litter(Plan plan, Registry registry, String repository, int round)
            throws IOException, InterruptedException {
        long series = plan.series(PURPOSE, round);
        return CountedLoad.runFor(
                registry.endpoint(), WRITERS, LITTER_MAX, plan.steady(), (connection, index) -> {
                    RandomBlob layer = RandomBlob.of(series, index, Bytes.kibi(4));
                    return pushAndDelete(registry, connection, repository, layer);
                });
    }

    private static long pushAndDelete(
            Registry registry, Connection connection, String repository, RandomBlob layer)
            throws IOException {
        Manifest image = image(layer);
        long bytes = Upload.IN_TWO.push(registry, connection, repository, layer);
        connection.drain(registry.putManifest(repository, image.digest(), image));
        String path = "/v2/" + repository + "/manifests/" + image.digest();
        connection.drain(
                registry.request("DELETE", path, Scope.delete(repository)).expecting(202));
        return bytes;
    }

    private static double missing(Registry registry, String repository, List<RandomBlob> layers)
            throws IOException, InterruptedException {
        return CountedLoad.run(
                        registry.endpoint(),
                        WRITERS,
                        layers.size(),
                        Plan.DEADLINE,
                        (connection, index) -> {
                            String digest = layers.get(index).digest();
                            return connection.drain(
                                    registry.blob("HEAD", repository, digest).expecting(200));
                        })
                .errors();
    }
}
