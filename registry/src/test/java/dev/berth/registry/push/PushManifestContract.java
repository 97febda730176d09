package dev.berth.registry.push;

import static dev.berth.registry.testing.TestRegistry.CALLER;
import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.oci.Digest;
import dev.berth.oci.MediaType;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.Tag;
import dev.berth.oci.testing.Content;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.testing.TestRegistry;
import dev.berth.storage.testing.Blobs;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Source: distribution-spec, "Pushing Manifests"; `oci-registry.md` 1.6, 2.4.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class PushManifestContract {
    private static final String APP = "team/app";
    private static final int WRITERS = 16;

    private final TestRegistry registry;
    private final Images images = new Images(2);

    PushManifestContract(TestDatabases databases) {
        this.registry = TestRegistry.on(databases);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private ManifestPushed push(Reference reference, Content manifest, Tag... tags) {
        return registry.steps()
                .pushManifest()
                .push(
                        CALLER,
                        name(APP),
                        reference,
                        manifest.mediaType(),
                        manifest.bytes(),
                        List.of(tags));
    }

    @Test
    void an_image_is_pulled_by_tag_and_by_digest_as_it_was_pushed() throws Exception {
        var image = images.image(2);

        var pushed = registry.push(APP, "v1", image);

        assertThat(pushed.digest()).isEqualTo(image.manifest().digest());
        assertThat(registry.pull(APP, "v1")).isEqualTo(image.manifest().bytes());
        assertThat(registry.pull(APP, pushed.digest().toString()))
                .isEqualTo(image.manifest().bytes());
    }

    @Test
    void a_manifest_that_names_blobs_never_pushed_is_refused_with_all_of_them() {
        var image = images.image(2);

        assertThat(refusal(() -> registry.pushManifest(APP, "v1", image.manifest())))
                .isEqualTo(new OciError.ManifestBlobUnknown(
                        image.blobs().stream().map(Content::digest).toList()));
        assertThat(registry.catalog()).isEmpty();
    }

    @Test
    void a_blob_of_another_repository_does_not_count() throws Exception {
        var image = images.image(1);
        registry.push("team/other", "v1", image);

        assertThat(refusal(() -> registry.pushManifest(APP, "v1", image.manifest())))
                .isInstanceOf(OciError.ManifestBlobUnknown.class);
    }

    @Test
    void an_index_may_name_manifests_that_are_not_here() throws Exception {
        var here = images.image(1);
        registry.push(APP, "amd64", here);
        var index = images.index(List.of(here.manifest(), images.image(1).manifest()));

        registry.pushManifest(APP, "v1", index);

        assertThat(registry.pull(APP, "v1")).isEqualTo(index.bytes());
    }

    @Test
    void a_subject_that_is_not_here_is_no_reason_to_refuse() throws Exception {
        var subject = images.image(1).manifest();

        var pushed = registry.push(APP, "sbom", images.artifact(subject.descriptor()));

        assertThat(pushed.subject()).contains(subject.digest());
    }

    @Test
    void a_layer_that_is_not_for_distribution_need_not_be_here() throws Exception {
        var config = images.blob(MediaType.OCI_CONFIG, 10);
        registry.pushBlob(APP, config);
        var manifest = """
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"%s","digest":"%s","size":10},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar",
                            "digest":"%s","size":5}]}
                """.formatted(
                        MediaType.OCI_MANIFEST,
                        MediaType.OCI_CONFIG,
                        config.digest(),
                        images.blob(5).digest());

        registry.pushManifest(
                APP, "v1", new Content(MediaType.OCI_MANIFEST, manifest.getBytes(UTF_8)));

        assertThat(registry.tags(APP)).containsExactly("v1");
    }

    @Test
    void another_digest_than_that_of_the_bytes_is_refused() throws Exception {
        var image = images.image(1);
        registry.push(APP, "v1", image);
        var other = images.image(1).manifest().digest();

        assertThat(refusal(() -> registry.pushManifest(APP, other.toString(), image.manifest())))
                .isEqualTo(new OciError.DigestMismatch(other, image.manifest().digest()));
    }

    @Test
    void a_manifest_above_the_limit_is_refused() {
        var huge = new Content(MediaType.OCI_MANIFEST, new byte[(4 << 20) + 1]);

        assertThat(refusal(() -> registry.pushManifest(APP, "v1", huge)))
                .isEqualTo(new OciError.ManifestTooLarge(4 << 20));
    }

    @Test
    void tag_parameters_come_with_the_manifest() throws Exception {
        var image = images.image(1);
        for (var blob : image.blobs()) {
            registry.pushBlob(APP, blob);
        }
        var digest = image.manifest().digest();

        var pushed =
                push(new Reference.Digested(digest), image.manifest(), new Tag("b"), new Tag("a"));

        assertThat(pushed.tags()).containsExactly(new Tag("b"), new Tag("a"));
        assertThat(registry.tags(APP)).containsExactly("a", "b");
        assertThat(registry.pull(APP, "b")).isEqualTo(image.manifest().bytes());
    }

    @Test
    void tag_parameters_without_a_digest_are_refused() {
        var manifest = images.image(0).manifest();

        assertThat(refusal(() -> push(new Reference.Tagged(new Tag("v1")), manifest, new Tag("a"))))
                .isInstanceOf(OciError.Unsupported.class);
    }

    @Test
    void more_tag_parameters_than_the_limit_are_refused() {
        var manifest = images.image(0).manifest();
        var tags = IntStream.range(0, 101).mapToObj(i -> new Tag("t" + i)).toArray(Tag[]::new);

        assertThat(refusal(() -> push(new Reference.Digested(manifest.digest()), manifest, tags)))
                .isInstanceOf(OciError.SizeInvalid.class);
    }

    @Test
    void a_tag_answers_with_the_digest_under_which_it_was_pushed() throws Exception {
        var image = images.image(1);
        registry.push(APP, "v1", image);
        var sha512 = image.manifest().digest(Digest.Algorithm.SHA512);

        push(new Reference.Digested(sha512), image.manifest(), new Tag("v2"));

        var pull = registry.steps().pullManifest();
        assertThat(pull.require(name(APP), Reference.parse("v1")).digest())
                .isEqualTo(image.manifest().digest());
        assertThat(pull.require(name(APP), Reference.parse("v2")).digest()).isEqualTo(sha512);
    }

    @Test
    void a_tag_that_moved_is_seen_by_the_next_pull() throws Exception {
        var first = images.image(1);
        var second = images.image(1);
        registry.push(APP, "v1", first);
        assertThat(registry.pull(APP, "v1")).isEqualTo(first.manifest().bytes());

        registry.push(APP, "v1", second);

        assertThat(registry.pull(APP, "v1")).isEqualTo(second.manifest().bytes());
        assertThat(registry.pull(APP, first.manifest().digest().toString()))
                .isEqualTo(first.manifest().bytes());
    }

    @Test
    void the_same_bytes_may_come_again_as_another_type() throws Exception {
        var bytes = "{\"any\":1}".getBytes(UTF_8);
        var pull = registry.steps().pullManifest();
        registry.pushManifest(APP, "v1", new Content(new MediaType("application/one"), bytes));
        assertThat(pull.require(name(APP), Reference.parse("v1")).mediaType().value())
                .isEqualTo("application/one");

        registry.pushManifest(APP, "v1", new Content(new MediaType("application/two"), bytes));

        assertThat(pull.require(name(APP), Reference.parse("v1")).mediaType().value())
                .isEqualTo("application/two");
    }

    @Test
    void what_admissions_refuse_leaves_nothing_and_the_first_one_speaks() {
        var asked = new ArrayList<String>();
        var manifest = new Content(new MediaType("application/any"), "{}".getBytes(UTF_8));
        Admission first = arrival -> asked.add("first " + arrival.tags());
        Admission second = _ -> {
            throw new OciException(new OciError.Denied("no"));
        };
        Admission third = _ -> asked.add("third");
        var guarded = registry.with(first, second, third);

        assertThat(refusal(() -> guarded.pushManifest(APP, "v1", manifest)))
                .isEqualTo(new OciError.Denied("no"));

        assertThat(guarded.catalog()).isEmpty();
        assertThat(asked).containsExactly("first [v1]");
    }

    @Test
    void of_many_writers_of_one_tag_the_last_one_wins_and_nothing_is_lost() throws Exception {
        var pushes = new ArrayList<Content>();
        for (int i = 0; i < WRITERS; i++) {
            var image = images.image(1);
            for (var blob : image.blobs()) {
                registry.pushBlob(APP, blob);
            }
            pushes.add(image.manifest());
        }

        atOnce(pushes, manifest -> registry.pushManifest(APP, "latest", manifest));

        for (var manifest : pushes) {
            assertThat(registry.pull(APP, manifest.digest().toString()))
                    .isEqualTo(manifest.bytes());
        }
        var latest = registry.pull(APP, "latest");
        assertThat(pushes).anyMatch(manifest -> Arrays.equals(manifest.bytes(), latest));
        var last = pushes.getFirst();
        registry.pushManifest(APP, "latest", last);
        assertThat(registry.pull(APP, "latest")).isEqualTo(last.bytes());
    }

    @Test
    void the_same_push_by_many_at_once_succeeds_for_each() throws Exception {
        var image = images.image(3);
        var same = IntStream.range(0, WRITERS).mapToObj(_ -> "v1").toList();

        atOnce(same, tag -> registry.push(APP, tag, image));

        assertThat(registry.pull(APP, "v1")).isEqualTo(image.manifest().bytes());
        assertThat(Blobs.staged(registry.store())).isEmpty();
    }

    @Test
    void a_delete_that_meets_a_push_leaves_all_or_nothing() throws Exception {
        var image = images.image(2);
        registry.push(APP, "v1", image);
        var digest = image.manifest().digest().toString();

        for (int round = 0; round < 20; round++) {
            atOnce(List.of("push", "delete"), what -> {
                if (what.equals("push")) {
                    registry.pushManifest(APP, "v1", image.manifest());
                } else {
                    deleteIfThere(digest);
                }
                return what;
            });

            boolean tagged = registry.tags(APP).contains("v1");
            if (tagged) {
                assertThat(registry.pull(APP, "v1")).isEqualTo(image.manifest().bytes());
                assertThat(registry.pull(APP, digest))
                        .isEqualTo(image.manifest().bytes());
            } else {
                assertThat(refusal(() -> registry.pull(APP, digest)))
                        .isEqualTo(new OciError.ManifestUnknown(digest));
            }
            registry.pushManifest(APP, "v1", image.manifest());
        }
    }

    private void deleteIfThere(String reference) {
        try {
            registry.delete(APP, reference);
        } catch (OciException refused) {
            assertThat(refused.error()).isInstanceOf(OciError.ManifestUnknown.class);
        }
    }

    private static <T> void atOnce(List<T> inputs, Work<T> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Object>> calls = new ArrayList<>();
            inputs.forEach(input -> calls.add(() -> work.on(input)));
            for (Future<Object> done : threads.invokeAll(calls)) {
                done.get();
            }
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        Object on(T input) throws Exception;
    }
}
