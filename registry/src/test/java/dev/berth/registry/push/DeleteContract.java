package dev.berth.registry.push;

import static dev.berth.registry.testing.TestRegistry.CALLER;
import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.Reference;
import dev.berth.oci.Tag;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.testing.TestRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;

/// Source: distribution-spec, "Content Management"; SEC-36, SEC-39.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class DeleteContract {
    private static final String APP = "team/app";
    private static final String OTHER = "team/other";

    private final TestRegistry registry;
    private final Images images = new Images(4);

    DeleteContract(TestDatabases databases) {
        this.registry = TestRegistry.on(databases);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void a_tag_goes_alone() throws Exception {
        var image = images.image(1);
        registry.push(APP, "v1", image);
        registry.push(APP, "v2", image);
        assertThat(registry.pull(APP, "v1")).isEqualTo(image.manifest().bytes());

        registry.delete(APP, "v1");

        assertThat(registry.tags(APP)).containsExactly("v2");
        assertThat(refusal(() -> registry.pull(APP, "v1")))
                .isEqualTo(new OciError.ManifestUnknown("v1"));
        assertThat(registry.pull(APP, image.manifest().digest().toString()))
                .isEqualTo(image.manifest().bytes());
    }

    @Test
    void a_manifest_goes_with_all_its_tags_at_once() throws Exception {
        var image = images.image(1);
        registry.push(APP, "v1", image);
        registry.push(APP, "v2", image);
        registry.push(OTHER, "v1", image);
        var digest = image.manifest().digest().toString();
        for (var reference : List.of("v1", "v2", digest)) {
            assertThat(registry.pull(APP, reference)).isEqualTo(image.manifest().bytes());
        }

        registry.delete(APP, digest);

        assertThat(registry.tags(APP)).isEmpty();
        for (var reference : List.of("v1", "v2", digest)) {
            assertThat(refusal(() -> registry.pull(APP, reference)))
                    .isEqualTo(new OciError.ManifestUnknown(reference));
        }
        assertThat(registry.pull(OTHER, digest)).isEqualTo(image.manifest().bytes());
    }

    @Test
    void one_digest_of_a_manifest_goes_without_the_other() throws Exception {
        var image = images.image(1);
        var manifest = image.manifest();
        registry.push(APP, "v1", image);
        var sha512 = manifest.digest(Digest.Algorithm.SHA512);
        registry.steps()
                .pushManifest()
                .push(
                        CALLER,
                        name(APP),
                        new Reference.Digested(sha512),
                        manifest.mediaType(),
                        manifest.bytes(),
                        List.of(new Tag("v2")));

        registry.delete(APP, sha512.toString());

        assertThat(registry.tags(APP)).containsExactly("v1");
        assertThat(registry.pull(APP, "v1")).isEqualTo(manifest.bytes());
    }

    @Test
    void what_is_deleted_twice_is_unknown() throws Exception {
        var image = images.image(1);
        registry.push(APP, "v1", image);
        var digest = image.manifest().digest().toString();
        registry.delete(APP, "v1");
        registry.delete(APP, digest);

        assertThat(refusal(() -> registry.delete(APP, "v1")))
                .isEqualTo(new OciError.ManifestUnknown("v1"));
        assertThat(refusal(() -> registry.delete(APP, digest)))
                .isEqualTo(new OciError.ManifestUnknown(digest));
        assertThat(refusal(() -> registry.delete("no/such", "v1")))
                .isEqualTo(new OciError.NameUnknown("no/such"));
    }

    @Test
    void a_deleted_manifest_can_be_pushed_again() throws Exception {
        var image = images.image(1);
        registry.push(APP, "v1", image);
        registry.delete(APP, image.manifest().digest().toString());

        registry.pushManifest(APP, "v1", image.manifest());

        assertThat(registry.pull(APP, "v1")).isEqualTo(image.manifest().bytes());
    }

    @Test
    void a_blob_goes_from_one_repository_and_stays_in_the_other() throws Exception {
        var blob = images.blob(100);
        registry.pushBlob(APP, blob);
        registry.pushBlob(OTHER, blob);
        assertThat(registry.has(APP, blob.digest())).isTrue();

        registry.steps().deleteBlob().delete(name(APP), blob.digest());

        assertThat(registry.has(APP, blob.digest())).isFalse();
        assertThat(registry.has(OTHER, blob.digest())).isTrue();
        assertThat(refusal(() -> registry.steps().deleteBlob().delete(name(APP), blob.digest())))
                .isEqualTo(new OciError.BlobUnknown(blob.digest()));
        registry.sweep();
        assertThat(registry.has(OTHER, blob.digest())).isTrue();
    }

    @Test
    void a_blob_that_no_repository_has_any_more_goes_with_the_next_sweep() throws Exception {
        var blob = images.blob(100);
        registry.pushBlob(APP, blob);

        registry.steps().deleteBlob().delete(name(APP), blob.digest());
        registry.sweep();

        assertThat(registry.store().size(blob.digest())).isEmpty();
    }
}
