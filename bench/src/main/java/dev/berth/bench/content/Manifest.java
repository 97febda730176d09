package dev.berth.bench.content;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.berth.bench.http.Body;

import java.util.List;
import java.util.stream.Collectors;

/// An OCI image manifest.
///
/// @param json its exact bytes, all of them ASCII
/// @param digest of those bytes, `sha256:` and 64 digits
public record Manifest(String json, String digest) {
    public static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// An image; `number` makes it differ from other images over the same layers.
    public static Manifest image(RandomBlob config, List<RandomBlob> layers, long number) {
        return of(
                """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s],\
                "annotations":{"org.opencontainers.image.version":"%d"}}""".formatted(MEDIA_TYPE, descriptor(CONFIG, config), descriptors(layers), number));
    }

    /// An artifact that refers to `subject`.
    public static Manifest referrer(
            Manifest subject,
            String artifactType,
            RandomBlob config,
            RandomBlob layer,
            long number) {
        return of("""
                {"schemaVersion":2,"mediaType":"%s","artifactType":"%s","config":%s,"layers":[%s],\
                "subject":%s,"annotations":{"dev.berth.bench.number":"%d"}}""".formatted(
                        MEDIA_TYPE,
                        artifactType,
                        descriptor(CONFIG, config),
                        descriptor(LAYER, layer),
                        descriptor(MEDIA_TYPE, subject.digest, subject.json.length()),
                        number));
    }

    private static Manifest of(String json) {
        return new Manifest(json, Sha256.of(body(json)));
    }

    private static String descriptors(List<RandomBlob> layers) {
        return layers.stream()
                .map(layer -> descriptor(LAYER, layer))
                .collect(Collectors.joining(","));
    }

    private static String descriptor(String mediaType, RandomBlob blob) {
        return descriptor(mediaType, blob.digest(), blob.length());
    }

    private static String descriptor(String mediaType, String digest, long size) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(mediaType, digest, size);
    }

    public Body body() {
        return body(json);
    }

    private static Body body(String json) {
        return Body.of(json.getBytes(US_ASCII));
    }
}
