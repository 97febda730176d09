package dev.berth.registry.push;

import static dev.berth.registry.testing.TestRegistry.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.OciError;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.RegistrySettings;
import dev.berth.registry.testing.TestRegistry;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;

/// The switch `registry.sparse`. Source: distribution-spec, "Pushing Manifests".
@DisplayNameGeneration(ReplaceUnderscores.class)
class SparseTest {
    private static final String APP = "team/app";

    private final Images images = new Images(3);

    @Test
    void refused_means_that_everything_an_index_names_is_here() throws Exception {
        try (var registry = TestRegistry.on(TestDatabases.sqlite(), with(Sparse.REFUSED))) {
            var here = images.image(1);
            var missing = images.image(1).manifest();
            registry.push(APP, "amd64", here);

            assertThat(refusal(() -> registry.pushManifest(
                            APP, "v1", images.index(List.of(here.manifest(), missing)))))
                    .isEqualTo(new OciError.ManifestBlobUnknown(List.of(missing.digest())));
            registry.pushManifest(APP, "v1", images.index(List.of(here.manifest())));
        }
    }

    @Test
    void indexes_means_that_the_blobs_of_an_image_are_here() throws Exception {
        try (var registry = TestRegistry.on(TestDatabases.sqlite(), with(Sparse.INDEXES))) {
            var image = images.image(1);

            registry.pushManifest(APP, "v1", images.index(List.of(image.manifest())));
            assertThat(refusal(() -> registry.pushManifest(APP, "v2", image.manifest())))
                    .isInstanceOf(OciError.ManifestBlobUnknown.class);
        }
    }

    @Test
    void allowed_means_that_a_manifest_may_come_alone() throws Exception {
        try (var registry = TestRegistry.on(TestDatabases.sqlite(), with(Sparse.ALLOWED))) {
            var image = images.image(2);

            registry.pushManifest(APP, "v1", image.manifest());

            assertThat(registry.pull(APP, "v1")).isEqualTo(image.manifest().bytes());
        }
    }

    private static RegistrySettings with(Sparse sparse) {
        var defaults = RegistrySettings.DEFAULTS;
        return new RegistrySettings(
                defaults.manifestBytesMax(),
                defaults.blobBytesMax(),
                defaults.tagsPerPushMax(),
                defaults.pageMax(),
                defaults.referrersBytesMax(),
                sparse,
                defaults.deleteEnabled(),
                defaults.lease(),
                defaults.uploadLifetime(),
                defaults.cacheBytes(),
                defaults.cacheEntries());
    }
}
