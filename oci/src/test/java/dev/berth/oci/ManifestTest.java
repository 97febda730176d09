package dev.berth.oci;

import static dev.berth.oci.Refusals.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.oci.Manifest.ImageIndex;
import dev.berth.oci.Manifest.ImageManifest;
import dev.berth.oci.Manifest.OtherManifest;
import dev.berth.oci.Manifest.Referenced;
import dev.berth.oci.Manifest.Referenced.Kind;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ManifestTest {
    private static final Digest CONFIG = Digest.parse("sha256:" + "c".repeat(64));
    private static final Digest LAYER = Digest.parse("sha512:" + "1".repeat(128));
    private static final Digest SUBJECT = Digest.parse("sha256:" + "5".repeat(64));
    private static final MediaType UNKNOWN = new MediaType("application/vnd.example.thing+json");

    private static final String CONFIG_JSON = descriptor(MediaType.OCI_CONFIG, CONFIG, 2, "");
    private static final String IMAGE =
            "{'schemaVersion': 2, 'mediaType': '%s', 'config': %s, 'layers': [%s], 'subject': %s, 'annotations': {'b': '1', 'a': 'ä'}}"
                    .formatted(
                            MediaType.OCI_MANIFEST,
                            CONFIG_JSON,
                            descriptor(MediaType.OCI_LAYER, LAYER, 5, ""),
                            descriptor(MediaType.OCI_MANIFEST, SUBJECT, 7, ""));

    @Test
    void an_image_names_its_config_and_layers_and_keeps_its_bytes() {
        byte[] bytes = json(IMAGE);

        var image = (ImageManifest) Manifest.parse(bytes, MediaType.OCI_MANIFEST);

        assertThat(image.bytes()).isSameAs(bytes);
        assertThat(image.references())
                .containsExactly(
                        new Referenced(
                                Descriptor.of(MediaType.OCI_CONFIG, CONFIG, 2), Kind.BLOB, true),
                        new Referenced(
                                Descriptor.of(MediaType.OCI_LAYER, LAYER, 5), Kind.BLOB, true));
        assertThat(image.subject()).contains(Descriptor.of(MediaType.OCI_MANIFEST, SUBJECT, 7));
        assertThat(image.annotations().toString()).isEqualTo("{b=1, a=ä}");
    }

    @Test
    void the_artifact_type_of_an_image_without_one_is_the_type_of_its_config() {
        var own = "{'schemaVersion': 2, 'artifactType': '%s', 'config': " + CONFIG_JSON + "}";

        assertThat(image(own.formatted("application/vnd.example.sbom")).artifactType())
                .contains("application/vnd.example.sbom");
        assertThat(image(own.formatted("")).artifactType()).contains(MediaType.OCI_CONFIG.value());
        assertThat(image(IMAGE).artifactType()).contains(MediaType.OCI_CONFIG.value());
    }

    @Test
    void an_index_without_artifact_type_has_none() {
        assertThat(index("{'schemaVersion': 2, 'manifests': []}").artifactType())
                .isEmpty();
        assertThat(index("{'schemaVersion': 2, 'manifests': null, 'artifactType': 'a/b'}")
                        .artifactType())
                .contains("a/b");
    }

    @Test
    void an_index_names_manifests_and_what_may_be_either() {
        var index = index("{'schemaVersion': 2, 'manifests': [%s, %s]}"
                .formatted(
                        descriptor(
                                MediaType.OCI_MANIFEST,
                                CONFIG,
                                1,
                                ", 'platform': {'os': 'linux', 'architecture': 'arm', 'variant': 'v7', 'features': [{}]}"),
                        descriptor(MediaType.OCI_LAYER, LAYER, 2, "")));

        assertThat(index.references())
                .extracting(Referenced::kind)
                .containsExactly(Kind.MANIFEST, Kind.EITHER);
        assertThat(index.manifests().getFirst().platform())
                .contains(new Platform("linux", "arm", Optional.of("v7"), Optional.empty()));
    }

    @Test
    void foreign_and_nondistributable_layers_need_not_be_here() {
        var foreign = new MediaType("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");
        var image = image("{'schemaVersion': 2, 'config': %s, 'layers': [%s]}"
                .formatted(
                        CONFIG_JSON,
                        descriptor(foreign, LAYER, 5, ", 'urls': ['https://example.com/x']")));

        assertThat(image.references())
                .extracting(Referenced::distributable)
                .containsExactly(true, false);
        assertThat(image.layers().getFirst().urls()).containsExactly("https://example.com/x");
    }

    @Test
    void an_unknown_media_type_passes_and_keeps_what_it_names_anywhere() {
        var other = (OtherManifest) Manifest.parse(
                json("{'blobs': [%s], 'deep': {'x': [[%s]]}, 'digest': 'no', 'subject': %s}"
                        .formatted(
                                descriptor(MediaType.OCI_LAYER, LAYER, 5, ""),
                                CONFIG_JSON,
                                descriptor(MediaType.OCI_MANIFEST, SUBJECT, 7, ""))),
                UNKNOWN);

        assertThat(other.references())
                .containsExactly(
                        new Referenced(
                                Descriptor.of(MediaType.OCI_LAYER, LAYER, 5), Kind.EITHER, false),
                        new Referenced(
                                Descriptor.of(MediaType.OCI_CONFIG, CONFIG, 2),
                                Kind.EITHER,
                                false));
        assertThat(other.subject()).map(Descriptor::digest).contains(SUBJECT);
    }

    @ParameterizedTest
    @MethodSource
    void what_no_rule_forbids_passes(String manifest) {
        assertThat(image(manifest).config().digest()).isEqualTo(CONFIG);
    }

    static Stream<String> what_no_rule_forbids_passes() {
        var data = CONFIG_JSON.replace(
                "}", ", 'data': '" + "e30=".repeat(100_000) + "', 'x-custom': {'a': [1.5e3]}}");
        return Stream.of(
                "{'schemaVersion': 2, 'config': " + CONFIG_JSON + "}",
                "{'schemaVersion': 2, 'config': " + CONFIG_JSON + ", 'layers': []}",
                "{'schemaVersion': 2, 'config': " + CONFIG_JSON
                        + ", 'layers': null, 'subject': null}",
                "{'schemaVersion': 2, 'config': " + CONFIG_JSON
                        + ", 'org.example': [{'a': {'b': null}}, -1e99, true]}",
                "{'schemaVersion': 2, 'config': " + data + "}",
                " \r\n\t" + "{'schemaVersion': 2, 'config': " + CONFIG_JSON + "}\n",
                "{'schemaVersion': 2, 'config': " + CONFIG_JSON
                        + ", 'annotations': {'': '\\ud83d\\ude00'}}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void an_image_that_breaks_a_rule_is_refused(String rule, String manifest, String told) {
        assertThat(refusal(() -> Manifest.parse(json(manifest), MediaType.OCI_MANIFEST)))
                .isInstanceOfSatisfying(
                        OciError.ManifestInvalid.class,
                        error -> assertThat(error.reason())
                                .contains(told)
                                .doesNotContain("StreamReadFeature")
                                .hasSizeLessThan(600));
    }

    static Stream<Arguments> an_image_that_breaks_a_rule_is_refused() {
        var head = "{'schemaVersion': 2, 'config': " + CONFIG_JSON;
        return Stream.of(
                Arguments.of("nothing", "", "JSON object"),
                Arguments.of("array", "[]", "JSON object"),
                Arguments.of("no config", "{'schemaVersion': 2}", "\"config\" is missing"),
                Arguments.of("no version", "{'config': " + CONFIG_JSON + "}", "schemaVersion"),
                Arguments.of("version as text", head.replace("2,", "'2',") + "}", "schemaVersion"),
                Arguments.of(
                        "schema 1",
                        "{'schemaVersion': 1, 'name': 'a', 'fsLayers': []}",
                        "schema 1"),
                Arguments.of(
                        "other type inside",
                        head + ", 'mediaType': '" + MediaType.OCI_INDEX + "'}",
                        "pushed as"),
                Arguments.of(
                        "GHSA-qq97-vm5h-rrhg",
                        head + ", 'layers': [], 'manifests': []}",
                        "manifests"),
                Arguments.of("key in other case", head + ", 'Layers': []}", "in case only"),
                Arguments.of("key with long s", head + ", 'layerſ': []}", "in case only"),
                Arguments.of("key twice", head + ", 'layers': [], 'layers': []}", "layers"),
                Arguments.of("key twice, unknown", head + ", 'x': {'a': 1, 'a': 2}}", "not JSON"),
                Arguments.of("key twice, escaped", head + ", 'x': 1, '\\u0078': 2}", "not JSON"),
                Arguments.of("garbage behind", head + "} {}", "follows"),
                Arguments.of("cut off", head, "not JSON"),
                Arguments.of("comment", head + "/* */}", "not JSON"),
                Arguments.of("trailing comma", head + ",}", "not JSON"),
                Arguments.of("layers no array", head + ", 'layers': {}}", "/layers"),
                Arguments.of("layer no object", head + ", 'layers': ['a']}", "/layers/0"),
                Arguments.of("null layer", head + ", 'layers': [null]}", "/layers/0"),
                Arguments.of(
                        "annotation no text",
                        head + ", 'annotations': {'a': 1}}",
                        "/annotations/a"),
                Arguments.of(
                        "annotation null",
                        head + ", 'annotations': {'a': null}}",
                        "/annotations/a"),
                Arguments.of("NUL kept", head + ", 'annotations': {'a': '\\u0000'}}", "stored"),
                Arguments.of(
                        "half a surrogate", head + ", 'annotations': {'a': '\\ud800x'}}", "stored"),
                Arguments.of("bad digest", head.replace("sha256:", "md5:") + "}", "/config/digest"),
                Arguments.of(
                        "no size",
                        head.replace("'size': 2", "'sise': 2") + "}",
                        "\"size\" is missing"),
                Arguments.of(
                        "negative size",
                        head.replace("'size': 2", "'size': -1") + "}",
                        "size is between"),
                Arguments.of(
                        "fraction", head.replace("'size': 2", "'size': 2.0") + "}", "/config/size"),
                Arguments.of(
                        "huge size",
                        head.replace("'size': 2", "'size': 281474976710657") + "}",
                        "size is"),
                Arguments.of(
                        "size over 64 bits",
                        head.replace("'size': 2", "'size': 18446744073709551616") + "}",
                        "JSON"),
                Arguments.of(
                        "number bomb", head + ", 'x': 1" + "0".repeat(1_000_000) + "}", "not JSON"),
                Arguments.of("name bomb", head + ", '" + "x".repeat(10_000) + "': 1}", "not JSON"),
                Arguments.of(
                        "annotation bomb",
                        head + ", 'annotations': {"
                                + IntStream.range(0, 50_001)
                                        .mapToObj("'%d': ''"::formatted)
                                        .collect(Collectors.joining(","))
                                + "}}",
                        "annotations and URLs"),
                Arguments.of("depth bomb", head + ", 'x': " + "[".repeat(100_000), "not JSON"),
                Arguments.of(
                        "token bomb", head + ", 'x': [" + "1,".repeat(600_000) + "1]}", "not JSON"),
                Arguments.of(
                        "reference bomb",
                        head + ", 'layers': [" + (CONFIG_JSON + ",").repeat(10_000) + CONFIG_JSON
                                + "]}",
                        "10000"));
    }

    @Test
    void an_index_that_could_pass_for_an_image_is_refused() {
        for (String field : new String[] {"'layers': []", "'config': " + CONFIG_JSON}) {
            var text = "{'schemaVersion': 2, 'manifests': [], " + field + "}";
            assertThat(refusal(() -> Manifest.parse(json(text), MediaType.DOCKER_LIST)))
                    .isInstanceOf(OciError.ManifestInvalid.class);
        }
        assertThat(refusal(() -> Manifest.parse(json("{'layers': [], 'manifests': []}"), UNKNOWN)))
                .isInstanceOf(OciError.ManifestInvalid.class);
    }

    @ParameterizedTest
    @MethodSource
    void text_that_is_not_utf_8_is_refused(byte[] bytes) {
        assertThat(refusal(() -> Manifest.parse(bytes, MediaType.OCI_MANIFEST)).message())
                .contains("UTF-8");
    }

    static Stream<byte[]> text_that_is_not_utf_8_is_refused() {
        var text = "{\"schemaVersion\": 2}";
        return Stream.of(
                text.getBytes(UTF_16BE),
                text.getBytes(UTF_16LE),
                ("\uFEFF" + text).getBytes(UTF_8),
                withBytes(0xC0, 0x80),
                withBytes(0xED, 0xA0, 0x80),
                withBytes(0xF5, 0x80, 0x80, 0x80),
                withBytes(0xE2, 0x82),
                withBytes(0xFF));
    }

    @Test
    void schema_1_is_refused_with_the_way_out() {
        var schema1 = new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws");

        assertThat(refusal(() -> Manifest.parse(json("{}"), schema1)).message())
                .contains("push the image again");
    }

    @Test
    void a_manifest_without_content_type_is_what_it_says() {
        assertThat(Manifest.parse(json(IMAGE)).mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(refusal(() -> Manifest.parse(json("{'config': {'mediaType': 'a/b'}}")))
                        .message())
                .contains("Content-Type");
    }

    @Test
    void a_manifest_of_4_MiB_with_thousands_of_annotations_is_read() {
        var annotations = IntStream.range(0, 8_000)
                .mapToObj(i -> "'org.example.%d': '%s'".formatted(i, "x".repeat(480)))
                .collect(Collectors.joining(","));

        assertThat(image("{'schemaVersion': 2, 'config': " + CONFIG_JSON + ", 'annotations': {"
                                + annotations + "}}")
                        .annotations())
                .hasSize(8_000);
    }

    @Test
    void the_list_of_referrers_is_an_index_with_the_fields_in_order() {
        var bytes = json(IMAGE);
        var referrer = Manifest.parse(bytes, MediaType.OCI_MANIFEST).descriptor(CONFIG);

        assertThat(new String(ReferrersIndex.render(List.of(referrer)), UTF_8))
                .isEqualTo("""
                        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
                        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d,\
                        "annotations":{"b":"1","a":"ä"},"artifactType":"application/vnd.oci.image.config.v1+json"}]}""".formatted(CONFIG, bytes.length));
        assertThat(Manifest.parse(ReferrersIndex.render(List.of(referrer)), MediaType.OCI_INDEX)
                        .references())
                .hasSize(1);
    }

    private static ImageManifest image(String text) {
        return (ImageManifest) Manifest.parse(json(text), MediaType.OCI_MANIFEST);
    }

    private static ImageIndex index(String text) {
        return (ImageIndex) Manifest.parse(json(text), MediaType.OCI_INDEX);
    }

    private static String descriptor(MediaType type, Digest digest, long size, String more) {
        return "{'mediaType': '%s', 'digest': '%s', 'size': %d%s}"
                .formatted(type, digest, size, more);
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    private static byte[] withBytes(int... inside) {
        byte[] bytes = "{\"x\": \"####\"}".getBytes(UTF_8);
        for (int i = 0; i < inside.length; i++) {
            bytes[7 + i] = (byte) inside[i];
        }
        return bytes;
    }
}
