package dev.berth.app.conformance;

import dev.berth.oci.Digest;
import dev.berth.oci.Digest.Algorithm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Content to push, in an order in which it can be pushed, and what the registry must say of it.
final class DataSet {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    static final String EMPTY = "application/vnd.oci.empty.v1+json";
    static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private static final Random RANDOM = new Random(42);

    private final String name;
    private final Algorithm algorithm;
    private final Map<Digest, byte[]> blobs = new LinkedHashMap<>();
    private final List<Pushed> manifests = new ArrayList<>();
    private final Map<Digest, List<Referrer>> referrers = new LinkedHashMap<>();

    DataSet(String name, Algorithm algorithm) {
        this.name = name;
        this.algorithm = algorithm;
    }

    /// A manifest, by which tags it is pushed, and whether they travel as `tag` parameters.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Pushed(
            Digest digest,
            String mediaType,
            byte[] bytes,
            List<String> tags,
            boolean tagParameters,
            Optional<Digest> subject) {}

    /// An entry that the referrers API must list.
    record Referrer(Digest digest, String mediaType, long size, Optional<String> artifactType) {}

    String name() {
        return name;
    }

    Map<Digest, byte[]> blobs() {
        return blobs;
    }

    List<Pushed> manifests() {
        return manifests;
    }

    Map<Digest, List<Referrer>> referrers() {
        return referrers;
    }

    @Override
    public String toString() {
        return name;
    }

    /// Adds a random layer and answers its descriptor.
    String layer() {
        return layer(LAYER);
    }

    String layer(String mediaType) {
        var bytes = new byte[2048];
        RANDOM.nextBytes(bytes);
        return blob(mediaType, bytes);
    }

    String blob(String mediaType, byte[] bytes) {
        var digest = Digest.of(algorithm, bytes);
        blobs.put(digest, bytes);
        return descriptor(mediaType, digest, bytes.length, "");
    }

    String emptyConfig() {
        return blob(EMPTY, new byte[] {'{', '}'});
    }

    String config() {
        var json = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"%d\"}"
                .formatted(RANDOM.nextLong());
        return blob(CONFIG, json.getBytes(StandardCharsets.UTF_8));
    }

    static String descriptor(String mediaType, Digest digest, long size, String more) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
                .formatted(mediaType, digest, size, more);
    }

    /// The members of an image manifest.
    static String image(String config, String more, String... layers) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\"%s,\"config\":%s,\"layers\":[%s]}"
                .formatted(MANIFEST, more, config, String.join(",", layers));
    }

    /// The members of an index.
    static String index(String more, String... manifests) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\"%s,\"manifests\":[%s]}"
                .formatted(INDEX, more, String.join(",", manifests));
    }

    /// Adds a manifest pushed by digest if there are no tags, else by each tag.
    String manifest(String mediaType, String json, String... tags) {
        return add(mediaType, json, false, Optional.empty(), tags);
    }

    /// Adds a manifest pushed once, by digest, with its tags as parameters.
    String manifestWithTagParameters(String mediaType, String json, String... tags) {
        return add(mediaType, json, true, Optional.empty(), tags);
    }

    /// Adds a manifest that refers to `subject`.
    String referrer(String mediaType, String json, Digest subject, Optional<String> artifactType) {
        var descriptor = add(mediaType, json, false, Optional.of(subject));
        var pushed = manifests.getLast();
        referrers
                .computeIfAbsent(subject, _ -> new ArrayList<>())
                .add(new Referrer(pushed.digest(), mediaType, pushed.bytes().length, artifactType));
        return descriptor;
    }

    private String add(
            String mediaType,
            String json,
            boolean tagParameters,
            Optional<Digest> subject,
            String... tags) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        var digest = Digest.of(algorithm, bytes);
        manifests.add(new Pushed(digest, mediaType, bytes, List.of(tags), tagParameters, subject));
        return descriptor(mediaType, digest, bytes.length, "");
    }

    Digest lastDigest() {
        return manifests.getLast().digest();
    }

    Digest absentDigest() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Digest.of(algorithm, bytes);
    }
}
