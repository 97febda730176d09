package dev.berth.oci.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Manifest;
import dev.berth.oci.MediaType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ImagesTest {
    @Test
    void images_are_new_within_an_instance_and_the_same_for_the_same_seed() {
        var images = new Images(1);

        assertThat(images.image(2).manifest().bytes())
                .isEqualTo(new Images(1).image(2).manifest().bytes())
                .isNotEqualTo(images.image(2).manifest().bytes());
    }

    @Test
    void a_manifest_names_its_blobs() {
        var image = new Images(2).image(MediaType.DOCKER_MANIFEST, 3, 10);

        assertThat(parse(image.manifest()).references())
                .extracting(Manifest.Referenced::descriptor)
                .containsExactlyElementsOf(
                        image.blobs().stream().map(Content::descriptor).toList());
    }

    @Test
    void an_index_and_an_artifact_are_about_an_image() {
        var images = new Images(3);
        var image = images.image(1).manifest();

        assertThat(parse(images.index(List.of(image))).references()).hasSize(1);
        var artifact = parse(images.artifact(image.descriptor()).manifest());
        assertThat(artifact.subject()).contains(image.descriptor());
        assertThat(artifact.artifactType()).contains(Images.SBOM_TYPE);
    }

    private static Manifest parse(Content content) {
        return Manifest.parse(content.bytes(), content.mediaType());
    }
}
