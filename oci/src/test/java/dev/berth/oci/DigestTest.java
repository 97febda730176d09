package dev.berth.oci;

import static dev.berth.oci.Refusals.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.oci.Digest.Algorithm;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DigestTest {
    private static final String A64 = "a".repeat(64);

    @Test
    void known_content_has_the_known_digest() {
        assertThat(Digest.of(Algorithm.SHA256, "{}".getBytes(UTF_8)))
                .hasToString(
                        "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(Digest.of(Algorithm.SHA512, new byte[0]).hex())
                .startsWith("cf83e1357eefb8bd")
                .hasSize(128);
    }

    @ParameterizedTest
    @MethodSource
    void registered_digests_are_read_and_written_unchanged(String text) {
        assertThat(Digest.parse(text)).hasToString(text);
    }

    static Stream<String> registered_digests_are_read_and_written_unchanged() {
        return Stream.of(
                "sha256:" + A64,
                "sha256:" + "0123456789abcdef".repeat(4),
                "sha512:" + "f".repeat(128));
    }

    @ParameterizedTest
    @MethodSource
    void anything_else_is_refused(String text) {
        assertThat(refusal(() -> Digest.parse(text))).isEqualTo(new OciError.DigestInvalid(text));
    }

    static Stream<String> anything_else_is_refused() {
        return Stream.of(
                "",
                ":",
                A64,
                "sha256",
                "sha256:",
                "sha256:baddigeststring",
                "sha256:" + "A".repeat(64),
                "sha256:" + "a".repeat(63),
                "sha256:" + "a".repeat(65),
                "sha256:" + "g".repeat(64),
                "sha256:" + "a".repeat(63) + "/",
                "sha256:" + "a".repeat(63) + "\n",
                "sha256:" + "a".repeat(63) + "\uFF10",
                "SHA256:" + A64,
                " sha256:" + A64,
                "sha512:" + A64,
                "sha384:" + "a".repeat(96),
                "blake3:" + A64,
                "sha256+b64:" + A64,
                "../../sha256:" + A64);
    }

    @Test
    void the_refusal_of_a_long_text_quotes_only_its_start() {
        var refusal = refusal(() -> Digest.parse("x".repeat(100_000)));

        assertThat(refusal.message()).hasSizeLessThan(300);
        assertThat(refusal.detail().get("digest")).hasSizeLessThan(110);
    }

    @Test
    void digests_sort_as_their_texts() {
        var digests = Stream.of(
                        "sha512:" + "0".repeat(128), "sha256:" + "f".repeat(64), "sha256:" + A64)
                .map(Digest::parse)
                .sorted()
                .map(Digest::toString)
                .toList();

        assertThat(digests)
                .isEqualTo(List.of(
                        "sha256:" + A64, "sha256:" + "f".repeat(64), "sha512:" + "0".repeat(128)))
                .isSorted();
    }

    @Test
    void an_algorithm_that_is_not_computed_here_is_refused() {
        assertThat(Algorithm.parse("sha512")).isEqualTo(Algorithm.SHA512);
        assertThat(refusal(() -> Algorithm.parse("md5")))
                .isEqualTo(new OciError.DigestInvalid("md5"));
    }
}
