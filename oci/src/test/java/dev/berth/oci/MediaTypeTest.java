package dev.berth.oci;

import static dev.berth.oci.Refusals.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Stream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MediaTypeTest {
    @Test
    void parameters_and_space_around_are_dropped() {
        assertThat(MediaType.parse(" application/vnd.oci.image.index.v1+json ; charset=utf-8"))
                .isEqualTo(MediaType.OCI_INDEX);
    }

    @ParameterizedTest
    @MethodSource
    void anything_but_type_and_subtype_is_refused(String text) {
        assertThat(refusal(() -> MediaType.parse(text)))
                .isInstanceOf(OciError.ManifestInvalid.class);
    }

    static Stream<String> anything_but_type_and_subtype_is_refused() {
        return Stream.of(
                "",
                "/",
                "a",
                "a/",
                "/b",
                "a/b/c",
                "a b/c",
                "a/b\r\nX: y",
                "a/\u00e4",
                "; a/b",
                "a/" + "b".repeat(254));
    }

    @Test
    void kinds_are_told_apart() {
        assertThat(Stream.of(MediaType.OCI_INDEX, MediaType.DOCKER_LIST))
                .allMatch(MediaType::isIndex);
        assertThat(Stream.of(MediaType.OCI_MANIFEST, MediaType.DOCKER_MANIFEST))
                .allMatch(MediaType::isManifest)
                .noneMatch(MediaType::isIndex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.docker.distribution.manifest.v1+json",
                "application/vnd.docker.distribution.manifest.v1+prettyjws"
            })
    void schema_1_is_known_signed_and_unsigned(String text) {
        assertThat(MediaType.parse(text).isSchema1()).isTrue();
        assertThat(MediaType.DOCKER_MANIFEST.isSchema1()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                "application/vnd.oci.image.layer.nondistributable.v1.tar",
                "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd"
            })
    void foreign_and_nondistributable_layers_are_known(String text) {
        assertThat(MediaType.parse(text).isForeignLayer()).isTrue();
        assertThat(MediaType.OCI_LAYER.isForeignLayer()).isFalse();
    }
}
