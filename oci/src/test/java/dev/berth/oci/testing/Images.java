package dev.berth.oci.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.oci.Descriptor;
import dev.berth.oci.MediaType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// Makes images, indexes and artifacts of random content, no two alike from one instance.
///
/// The same calls on instances with the same seed make the same bytes. Not for many threads.
public final class Images {
    public static final String SBOM_TYPE = "application/vnd.example.sbom.v1+json";

    private static final int LAYER_BYTES = 1_000;

    private final long seed;
    private final Random random;

    public Images(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /// An OCI image with `layers` small layers.
    public Image image(int layers) {
        return image(MediaType.OCI_MANIFEST, layers, LAYER_BYTES);
    }

    /// An OCI or Docker image with `layers` layers of `layerBytes` bytes.
    public Image image(MediaType manifestType, int layers, int layerBytes) {
        boolean docker = manifestType.equals(MediaType.DOCKER_MANIFEST);
        var contents = new ArrayList<Content>();
        for (int i = 0; i < layers; i++) {
            contents.add(blob(docker ? MediaType.DOCKER_LAYER : MediaType.OCI_LAYER, layerBytes));
        }
        var diffIds = contents.stream()
                .map(layer -> '"' + layer.digest().toString() + '"')
                .collect(Collectors.joining(","));
        var config = new Content(
                docker ? MediaType.DOCKER_CONFIG : MediaType.OCI_CONFIG,
                bytes("""
                        {"architecture":"amd64","os":"linux","config":{"Labels":{"random":"%016x"}},\
                        "rootfs":{"type":"layers","diff_ids":[%s]}}""".formatted(random.nextLong(), diffIds)));
        return new Image(config, contents, manifest(manifestType, config, contents, ""));
    }

    /// An artifact of type [#SBOM_TYPE] about `subject`, which need not exist.
    public Image artifact(Descriptor subject) {
        return artifact(SBOM_TYPE, subject);
    }

    /// An artifact about `subject`, which need not exist.
    public Image artifact(String artifactType, Descriptor subject) {
        var config = new Content(MediaType.OCI_EMPTY, "{}".getBytes(UTF_8));
        var layer = blob(new MediaType("application/vnd.example.data"), LAYER_BYTES);
        var more =
                ",\"artifactType\":\"%s\",\"subject\":%s,\"annotations\":{\"org.example.random\":\"%016x\"}"
                        .formatted(artifactType, json(subject), random.nextLong());
        return new Image(
                config,
                List.of(layer),
                manifest(MediaType.OCI_MANIFEST, config, List.of(layer), more));
    }

    /// An OCI index of `manifests`.
    public Content index(List<Content> manifests) {
        return index(MediaType.OCI_INDEX, manifests);
    }

    /// An OCI index or Docker list of `manifests`.
    public Content index(MediaType indexType, List<Content> manifests) {
        return new Content(indexType, bytes("""
                        {"schemaVersion":2,"mediaType":"%s","manifests":[%s],"annotations":{"random":"%016x"}}""".formatted(
                        indexType, descriptors(manifests), random.nextLong())));
    }

    /// A blob of `size` random bytes.
    public Content blob(MediaType type, int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return new Content(type, bytes);
    }

    /// A blob of `size` random bytes, of no particular type.
    public Content blob(int size) {
        return blob(MediaType.OCTET_STREAM, size);
    }

    @Override
    public String toString() {
        return "Images with seed " + seed;
    }

    private static Content manifest(
            MediaType type, Content config, List<Content> layers, String more) {
        return new Content(type, bytes("""
                        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]%s}""".formatted(
                        type, json(config.descriptor()), descriptors(layers), more)));
    }

    private static String descriptors(List<Content> contents) {
        return contents.stream()
                .map(content -> json(content.descriptor()))
                .collect(Collectors.joining(","));
    }

    private static String json(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }
}
