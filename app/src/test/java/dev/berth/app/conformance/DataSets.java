package dev.berth.app.conformance;

import static dev.berth.app.conformance.DataSet.CONFIG;
import static dev.berth.app.conformance.DataSet.INDEX;
import static dev.berth.app.conformance.DataSet.LAYER;
import static dev.berth.app.conformance.DataSet.MANIFEST;
import static dev.berth.app.conformance.DataSet.descriptor;
import static dev.berth.app.conformance.DataSet.image;
import static dev.berth.app.conformance.DataSet.index;

import dev.berth.oci.Digest.Algorithm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The data sets of the suite, each under its name there.
final class DataSets {
    private static final String TYPE_A = "application/vnd.example.a";
    private static final String TYPE_B = "application/vnd.example.b";

    private DataSets() {}

    static Stream<DataSet> all() {
        return Stream.of(
                simple("image", Algorithm.SHA256, LAYER),
                simple(
                        "image-uncompressed",
                        Algorithm.SHA256,
                        "application/vnd.oci.image.layer.v1.tar"),
                largeManifest(),
                indexOfImages(),
                nestedIndex(),
                emptyIndex(),
                artifact(),
                artifactIndex(),
                artifactWithoutLayers(),
                artifactsWithSubject(),
                indexWithSubject(),
                missingSubject(),
                dataField(),
                nonDistributableLayers(),
                customFields(),
                noLayers(),
                sparse(),
                simple("sha512", Algorithm.SHA512, LAYER),
                tagParameters("tag-param-sha256", Algorithm.SHA256),
                tagParameters("tag-param-sha512", Algorithm.SHA512));
    }

    private static DataSet simple(String name, Algorithm algorithm, String layerType) {
        var set = new DataSet(name, algorithm);
        set.manifest(
                MANIFEST,
                image(set.config(), "", set.layer(layerType), set.layer(layerType)),
                name);
        return set;
    }

    private static DataSet largeManifest() {
        var set = new DataSet("large-manifest", Algorithm.SHA256);
        var value = "x".repeat(10_000);
        var annotations = IntStream.range(0, 390)
                .mapToObj(i -> "\"large-%d\":\"%s\"".formatted(i, value))
                .collect(Collectors.joining(","));
        set.manifest(
                MANIFEST,
                image(set.config(), ",\"annotations\":{" + annotations + "}", set.layer()),
                "large-manifest");
        return set;
    }

    private static String image2(DataSet set) {
        return set.manifest(MANIFEST, image(set.config(), "", set.layer()));
    }

    private static DataSet indexOfImages() {
        var set = new DataSet("index", Algorithm.SHA256);
        set.manifest(INDEX, index("", image2(set), image2(set)), "index");
        return set;
    }

    private static DataSet nestedIndex() {
        var set = new DataSet("nested-index", Algorithm.SHA256);
        var inner = set.manifest(INDEX, index("", image2(set), image2(set)));
        set.manifest(INDEX, index("", inner), "nested-index");
        return set;
    }

    private static DataSet emptyIndex() {
        var set = new DataSet("empty-index", Algorithm.SHA256);
        set.manifest(INDEX, index(""), "empty-index");
        return set;
    }

    private static DataSet artifact() {
        var set = new DataSet("artifact", Algorithm.SHA256);
        set.manifest(
                MANIFEST,
                image(set.emptyConfig(), artifactType(TYPE_A), set.layer(TYPE_B)),
                "artifact");
        return set;
    }

    private static DataSet artifactIndex() {
        var set = new DataSet("artifact-index", Algorithm.SHA256);
        var one = set.manifest(
                MANIFEST, image(set.emptyConfig(), artifactType(TYPE_A), set.layer(TYPE_B)));
        set.manifest(INDEX, index(artifactType(TYPE_A), one), "artifact-index");
        return set;
    }

    private static DataSet artifactWithoutLayers() {
        var set = new DataSet("artifact-without-layers", Algorithm.SHA256);
        var empty = set.emptyConfig();
        set.manifest(
                MANIFEST, image(empty, artifactType(TYPE_A), empty), "artifact-without-layers");
        return set;
    }

    private static DataSet artifactsWithSubject() {
        var set = new DataSet("artifacts-with-subject", Algorithm.SHA256);
        var subject = set.manifest(
                MANIFEST, image(set.config(), "", set.layer()), "artifacts-with-subject");
        var digest = set.lastDigest();
        set.referrer(
                MANIFEST,
                image(
                        set.emptyConfig(),
                        artifactType(TYPE_A) + subject(subject),
                        set.layer(TYPE_B)),
                digest,
                Optional.of(TYPE_A));
        set.referrer(
                MANIFEST,
                image(
                        set.emptyConfig(),
                        artifactType(TYPE_B) + subject(subject),
                        set.layer(TYPE_B)),
                digest,
                Optional.of(TYPE_B));
        set.referrer(
                MANIFEST,
                image(set.config(), subject(subject), set.layer()),
                digest,
                Optional.of(CONFIG));
        return set;
    }

    private static DataSet indexWithSubject() {
        var set = new DataSet("index-with-subject", Algorithm.SHA256);
        var subject =
                set.manifest(MANIFEST, image(set.config(), "", set.layer()), "index-with-subject");
        var digest = set.lastDigest();
        set.referrer(
                INDEX,
                index(artifactType(TYPE_A) + subject(subject), image2(set)),
                digest,
                Optional.of(TYPE_A));
        set.referrer(INDEX, index(subject(subject), image2(set)), digest, Optional.empty());
        return set;
    }

    private static DataSet missingSubject() {
        var set = new DataSet("missing-subject", Algorithm.SHA256);
        var digest = set.absentDigest();
        set.referrer(
                MANIFEST,
                image(
                        set.emptyConfig(),
                        artifactType(TYPE_A) + subject(descriptor(MANIFEST, digest, 100, "")),
                        set.layer(TYPE_B)),
                digest,
                Optional.of(TYPE_A));
        return set;
    }

    private static DataSet dataField() {
        var set = new DataSet("data-field", Algorithm.SHA256);
        var bytes = "{\"embedded\":true}".getBytes(StandardCharsets.UTF_8);
        var data = ",\"data\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
        var plain = set.blob(CONFIG, bytes);
        var config = plain.substring(0, plain.length() - 1) + data + "}";
        set.manifest(MANIFEST, image(config, "", set.layer()), "data-field");
        return set;
    }

    private static DataSet nonDistributableLayers() {
        var set = new DataSet("non-distributable-layers", Algorithm.SHA256);
        var foreign = descriptor(
                "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                set.absentDigest(),
                1234,
                ",\"urls\":[\"https://example.invalid/layer\"]");
        set.manifest(
                MANIFEST,
                image(set.config(), "", set.layer(), foreign),
                "non-distributable-layers");
        return set;
    }

    private static DataSet customFields() {
        var set = new DataSet("custom-fields", Algorithm.SHA256);
        var custom = ",\"org.example.custom\":{\"list\":[1,2.5,null,true],\"text\":\"value\"}";
        var one = set.manifest(MANIFEST, image(set.config(), custom, set.layer()));
        set.manifest(INDEX, index(custom, one), "custom-fields");
        return set;
    }

    private static DataSet noLayers() {
        var set = new DataSet("no-layers", Algorithm.SHA256);
        set.manifest(MANIFEST, image(set.config(), ""), "no-layers");
        return set;
    }

    private static DataSet sparse() {
        var set = new DataSet("sparse", Algorithm.SHA256);
        var absent = descriptor(LAYER, set.absentDigest(), 4321, "");
        set.manifest(MANIFEST, image(set.config(), "", absent), "sparse-image");
        var absentImage = descriptor(MANIFEST, set.absentDigest(), 400, "");
        set.manifest(INDEX, index("", image2(set), absentImage), "sparse");
        return set;
    }

    private static DataSet tagParameters(String name, Algorithm algorithm) {
        var set = new DataSet(name, algorithm);
        var tags = IntStream.range(0, 10).mapToObj(i -> name + "-" + i).toArray(String[]::new);
        set.manifestWithTagParameters(MANIFEST, image(set.config(), "", set.layer()), tags);
        return set;
    }

    private static String artifactType(String type) {
        return ",\"artifactType\":\"" + type + "\"";
    }

    private static String subject(String descriptor) {
        return ",\"subject\":" + descriptor;
    }
}
