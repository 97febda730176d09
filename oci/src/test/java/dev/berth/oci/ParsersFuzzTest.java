package dev.berth.oci;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.util.List;
import java.util.function.Function;

/// Fuzz targets: whatever the text, a parser gives a value that reads back as itself, or a
/// refusal.
///
/// The build runs the inputs in the test resources; `.ci/fuzz` looks for new ones.
class ParsersFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void digest(byte[] input) {
        readsBack(input, Digest::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void reference(byte[] input) {
        readsBack(input, Reference::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void repositoryName(byte[] input) {
        readsBack(input, RepositoryName::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void contentRange(byte[] input) {
        readsBack(input, ContentRange::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void mediaType(byte[] input) {
        readsBack(input, MediaType::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void manifest(byte[] input) {
        for (var type :
                new MediaType[] {MediaType.OCI_MANIFEST, MediaType.OCI_INDEX, new MediaType("a/b")
                }) {
            try {
                var manifest = Manifest.parse(input, type);
                var listed = ReferrersIndex.render(
                        List.of(manifest.descriptor(Digest.of(Digest.Algorithm.SHA256, input))));
                assertThat(Manifest.parse(listed).references()).hasSize(1);
                assertThat(manifest.references())
                        .hasSizeLessThanOrEqualTo(Manifest.REFERENCES_MAX + 1);
            } catch (OciException e) {
                assertThat(e.error().message()).isNotEmpty().hasSizeLessThan(1_000);
            }
        }
    }

    private static <T> void readsBack(byte[] input, Function<String, T> parse) {
        var text = new String(input, UTF_8);
        try {
            T value = parse.apply(text);
            assertThat(parse.apply(value.toString())).isEqualTo(value);
        } catch (OciException e) {
            assertThat(e.error().message()).isNotEmpty().hasSizeLessThan(1_000);
        }
    }
}
