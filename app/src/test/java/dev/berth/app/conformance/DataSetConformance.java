package dev.berth.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.conformance.DataSet.Pushed;
import dev.berth.app.e2e.RegistryClient.Answer;
import dev.berth.oci.Digest;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// `OCI Conformance Test/ping`, `/empty`, the data sets, `/missing-manifest`,
/// `/invalid-digest-format` and `/bad-digest-image`.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class DataSetConformance extends BlobConformance {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void end_1_the_registry_answers() {
        assertThat(registry().get("/v2/").status()).isEqualTo(200);
    }

    @Test
    void a_fresh_repository_has_no_tags_and_no_referrers() {
        var repository = "conformance/fresh-" + UUID.randomUUID();

        assertThat(registry().get("/v2/" + repository + "/tags/list").status()).isIn(200, 404);
        var digest = Digest.of(Digest.Algorithm.SHA256, new byte[] {7});
        var answer = registry().get("/v2/" + repository + "/referrers/" + digest);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains(DataSet.INDEX);
        assertThat(JSON.readTree(answer.body()).get("manifests")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.berth.app.conformance.DataSets#all")
    void a_data_set_is_pushed_listed_read_and_deleted(DataSet set) {
        var repository = "conformance/" + set.name();

        set.blobs().forEach((digest, bytes) -> pushBlob(repository, digest, bytes));
        set.manifests().forEach(manifest -> pushManifest(repository, manifest));

        assertTagsListed(repository, set);
        set.manifests().forEach(manifest -> assertReadable(repository, manifest));
        assertReferrersListed(repository, set);
        assertDeletable(repository, set);
    }

    @Test
    void a_missing_manifest_is_unknown_by_digest_and_by_tag() {
        var digest = Digest.of(Digest.Algorithm.SHA256, new byte[] {9});

        for (var reference : List.of(digest.toString(), "missing")) {
            var path = "/v2/conformance/repo1/manifests/" + reference;
            assertThat(registry().get(path).status()).isEqualTo(404);
            assertThat(registry().head(path).status()).isEqualTo(404);
        }
    }

    @Test
    void a_malformed_digest_is_refused() {
        var path = "/v2/conformance/repo1/manifests/sha256:baddigeststring";

        var put = registry().put(path, bytes(DataSet.index("")), "Content-Type", DataSet.INDEX);

        assertThat(put.status()).isEqualTo(400);
        assertThat(registry().get(path).status()).isIn(400, 404);
    }

    @Test
    void a_manifest_under_a_wrong_digest_is_refused() {
        var json = bytes(DataSet.index(",\"annotations\":{\"bad\":\"digest\"}"));
        var wrong = Digest.of(Digest.Algorithm.SHA256, new byte[] {3});
        var path = "/v2/conformance/bad-digest-image/manifests/" + wrong;

        assertThat(registry().put(path, json, "Content-Type", DataSet.INDEX).status())
                .isEqualTo(400);

        assertThat(registry().head(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 100})
    void end_8b_tags_come_in_pages_in_order(int size) {
        var repository = "conformance/pages-" + size;
        var set = new DataSet("pages", Digest.Algorithm.SHA256);
        set.manifest(DataSet.INDEX, DataSet.index(""), "b", "A", "a1", "_x", "B2", "a", "z");
        set.manifests().forEach(manifest -> pushManifest(repository, manifest));

        var first = registry().get("/v2/" + repository + "/tags/list?n=" + size);

        assertThat(first.status()).isEqualTo(200);
        var ordered = List.of("A", "B2", "_x", "a", "a1", "b", "z");
        assertThat(tags(first)).isEqualTo(ordered.subList(0, Math.min(size, ordered.size())));
        assertThat(first.header("Link").isPresent()).isEqualTo(size > 0 && size < ordered.size());
        var last = registry().get("/v2/" + repository + "/tags/list?last=_y&n=" + size);
        assertThat(tags(last)).isEqualTo(ordered.subList(3, Math.min(3 + size, ordered.size())));
    }

    private void pushBlob(String repository, Digest digest, byte[] bytes) {
        var opened = registry().post("/v2/" + repository + "/blobs/uploads/", new byte[0]);
        var location = opened.location();
        var closing = location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
        assertThat(registry().put(closing, bytes).status()).isEqualTo(201);
    }

    private void pushManifest(String repository, Pushed manifest) {
        var base = "/v2/" + repository + "/manifests/";
        if (manifest.tagParameters()) {
            var query = manifest.tags().stream()
                    .map(tag -> "tag=" + tag)
                    .collect(Collectors.joining("&", "?", ""));
            var answer = assertManifestPushed(base + manifest.digest() + query, manifest);
            var accepted = answer.headers().allValues("OCI-Tag").stream()
                    .flatMap(value -> List.of(value.split(",\\s*", -1)).stream())
                    .toList();
            assertThat(accepted).containsExactlyInAnyOrderElementsOf(manifest.tags());
            return;
        }
        var references =
                manifest.tags().isEmpty() ? List.of(manifest.digest().toString()) : manifest.tags();
        references.forEach(reference -> assertManifestPushed(base + reference, manifest));
    }

    private Answer assertManifestPushed(String path, Pushed manifest) {
        var answer = registry().put(path, manifest.bytes(), "Content-Type", manifest.mediaType());
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(201);
        // By tag the registry chooses the algorithm; ours answers with sha256.
        if (path.contains(":")) {
            assertThat(answer.header("Docker-Content-Digest"))
                    .contains(manifest.digest().toString());
        }
        assertThat(answer.header("OCI-Subject"))
                .isEqualTo(manifest.subject().map(Digest::toString));
        assertThat(registry().get(answer.location()).body()).isEqualTo(manifest.bytes());
        return answer;
    }

    private void assertTagsListed(String repository, DataSet set) {
        var tags = set.manifests().stream()
                .flatMap(m -> m.tags().stream())
                .sorted()
                .toList();
        assertThat(tags(registry().get("/v2/" + repository + "/tags/list"))).isEqualTo(tags);
    }

    private void assertReadable(String repository, Pushed manifest) {
        var base = "/v2/" + repository + "/manifests/";
        for (var tag : manifest.tags()) {
            assertManifestRead(base + tag, manifest);
        }
        if (manifest.tags().isEmpty() || manifest.tagParameters()) {
            var digest = Optional.of(manifest.digest().toString());
            assertThat(assertManifestRead(base + manifest.digest(), manifest)
                            .header("Docker-Content-Digest"))
                    .isEqualTo(digest);
            for (var tag : manifest.tags()) {
                assertThat(registry().head(base + tag).header("Docker-Content-Digest"))
                        .isEqualTo(digest);
            }
        }
    }

    private Answer assertManifestRead(String path, Pushed manifest) {
        var answer = registry().get(path, "Accept", manifest.mediaType());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(manifest.bytes());
        var head = registry().head(path, "Accept", manifest.mediaType());
        assertThat(head.status()).isEqualTo(200);
        for (var read : List.of(answer, head)) {
            assertThat(read.header("Content-Type")).contains(manifest.mediaType());
            assertThat(read.header("Content-Length"))
                    .contains(Integer.toString(manifest.bytes().length));
        }
        return answer;
    }

    private void assertReferrersListed(String repository, DataSet set) {
        set.referrers().forEach((subject, expected) -> {
            var base = "/v2/" + repository + "/referrers/" + subject;
            var all = registry().get(base);
            assertThat(all.header("Content-Type")).contains(DataSet.INDEX);
            assertThat(referrers(all)).containsExactlyInAnyOrderElementsOf(expected);
            for (var referrer : expected) {
                if (referrer.artifactType().isEmpty()) {
                    continue;
                }
                var type = referrer.artifactType().get();
                var some = registry().get(base + "?artifactType=" + type.replace("+", "%2B"));
                assertThat(some.header("OCI-Filters-Applied")).contains("artifactType");
                assertThat(referrers(some)).containsExactly(referrer);
            }
        });
    }

    private void assertDeletable(String repository, DataSet set) {
        for (var manifest : set.manifests()) {
            for (var tag : manifest.tags()) {
                assertGone("/v2/" + repository + "/manifests/" + tag);
            }
        }
        assertThat(tags(registry().get("/v2/" + repository + "/tags/list"))).isEmpty();
        set.manifests().reversed().stream()
                .map(Pushed::digest)
                .distinct()
                .filter(digest -> exists(repository, digest))
                .forEach(digest -> assertGone("/v2/" + repository + "/manifests/" + digest));
        set.referrers()
                .keySet()
                .forEach(subject -> assertThat(referrers(
                                registry().get("/v2/" + repository + "/referrers/" + subject)))
                        .isEmpty());
        set.blobs()
                .keySet()
                .forEach(digest -> assertGone("/v2/" + repository + "/blobs/" + digest));
    }

    private boolean exists(String repository, Digest digest) {
        return registry().head("/v2/" + repository + "/manifests/" + digest).status() == 200;
    }

    private void assertGone(String path) {
        assertThat(registry().delete(path).status()).isEqualTo(202);
        assertThat(registry().head(path).status()).isEqualTo(404);
        assertThat(registry().get(path).status()).isEqualTo(404);
    }

    private static List<DataSet.Referrer> referrers(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return JSON.readTree(answer.body())
                .get("manifests")
                .valueStream()
                .map(entry -> new DataSet.Referrer(
                        Digest.parse(entry.get("digest").asString()),
                        entry.get("mediaType").asString(),
                        entry.get("size").asLong(),
                        Optional.ofNullable(entry.get("artifactType")).map(JsonNode::asString)))
                .toList();
    }

    private static List<String> tags(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return JSON.readTree(answer.body())
                .get("tags")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
