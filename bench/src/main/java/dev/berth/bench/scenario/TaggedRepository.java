package dev.berth.bench.scenario;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A repository with a number of tags, each on an image of its own over the same six small layers.
///
/// @param images in the order of their tags
record TaggedRepository(String name, List<Manifest> images) {
    private static final int LAYERS = 6;
    private static final int LAYER_BYTES = 1024;

    /// Makes up the images; nothing is published yet.
    static TaggedRepository of(Plan plan, String purpose, int tags) {
        return new TaggedRepository(
                plan.repository(purpose),
                IntStream.range(0, tags).mapToObj(number -> image(plan, number)).toList());
    }

    static String tag(int number) {
        return "v%06d".formatted(number);
    }

    static Manifest image(Plan plan, long number) {
        List<RandomBlob> blobs = blobs(plan);
        return Manifest.image(blobs.getFirst(), blobs.subList(1, blobs.size()), number);
    }

    /// The config and the layers that all images share.
    static List<RandomBlob> blobs(Plan plan) {
        return LongStream.rangeClosed(0, LAYERS)
                .mapToObj(number -> RandomBlob.of(plan.series(1, 0), number, LAYER_BYTES))
                .toList();
    }

    /// Publishes the layers alone.
    static void publishBlobs(Plan plan, Registry registry, String repository)
            throws IOException, InterruptedException {
        registry.publisher().publish(Publication.blobs(repository, blobs(plan)));
    }

    /// Publishes everything, once per registry.
    void publish(Plan plan, Registry registry) throws IOException, InterruptedException {
        registry.seedOnce(name, () -> {
            publishBlobs(plan, registry, name);
            registry.publisher()
                    .publish(IntStream.range(0, images.size())
                            .mapToObj(number -> (Publication) new Publication.OfManifest(
                                    name, tag(number), images.get(number)))
                            .toList());
        });
    }
}
