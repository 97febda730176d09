package dev.berth.oci;

import static dev.berth.oci.Refusals.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Names, tags and references, against the grammar of distribution-spec, "Pulling manifests".
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReferenceTest {
    private static final Pattern NAME_GRAMMAR = Pattern.compile(
            "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG_GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "team/app",
                "a/b/c/d/e/f",
                "a.b",
                "a_b",
                "a__b",
                "a-b",
                "a-----b",
                "foo/blobs/uploads",
                "manifests/latest",
                "tags/list",
                "v2/referrers/catalog",
            })
    void names_of_the_grammar_are_read(String name) {
        assertThat(RepositoryName.parse(name)).hasToString(name);
    }

    @ParameterizedTest
    @MethodSource
    void other_names_are_refused(String name) {
        assertThat(refusal(() -> RepositoryName.parse(name)))
                .isEqualTo(new OciError.NameInvalid(name));
    }

    static Stream<String> other_names_are_refused() {
        return Stream.of(
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "a/./b",
                "a..b",
                "a.",
                ".a",
                "_a",
                "a_",
                "a___b",
                "-a",
                "a-",
                "a-_b",
                "a._b",
                "A",
                "a/B",
                "a b",
                "a\n",
                "a\0b",
                "a%2fb",
                "a\\b",
                "ä",
                "a:b",
                "a@b",
                "a".repeat(256));
    }

    @Test
    void the_longest_name_has_255_characters() {
        assertThat(RepositoryName.parse("a/".repeat(127) + "a").value()).hasSize(255);
    }

    @Test
    void names_and_tags_are_what_the_grammar_says() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            String text = text(random, "ab0._-/A");
            assertThat(accepts(() -> RepositoryName.parse(text)))
                    .as("name \"%s\", seed %d", text, seed)
                    .isEqualTo(NAME_GRAMMAR.matcher(text).matches());
            assertThat(accepts(() -> Tag.parse(text)))
                    .as("tag \"%s\", seed %d", text, seed)
                    .isEqualTo(TAG_GRAMMAR.matcher(text).matches());
        }
    }

    @ParameterizedTest
    @MethodSource
    void other_tags_are_refused(String tag) {
        assertThat(refusal(() -> Tag.parse(tag))).isEqualTo(new OciError.TagInvalid(tag));
    }

    static Stream<String> other_tags_are_refused() {
        return Stream.of("", ".a", "-a", "a/b", "a b", "a\n", "a\u0130", "..", "a".repeat(129));
    }

    @Test
    void text_with_a_colon_is_a_digest_and_any_other_a_tag() {
        var digest = Digest.parse("sha256:" + "0".repeat(64));

        assertThat(Reference.parse(digest.toString())).isEqualTo(new Reference.Digested(digest));
        assertThat(Reference.parse("v1.0")).isEqualTo(new Reference.Tagged(new Tag("v1.0")));
        assertThat(Reference.parse("a".repeat(128))).hasToString("a".repeat(128));
        assertThat(refusal(() -> Reference.parse("sha256:baddigeststring")))
                .isInstanceOf(OciError.DigestInvalid.class);
        assertThat(refusal(() -> Reference.parse("a@b"))).isInstanceOf(OciError.TagInvalid.class);
    }

    @Test
    void the_referrers_tag_is_the_digest_with_a_dash_cut_at_64_digits() {
        var sha256 = Digest.parse("sha256:" + "0123456789abcdef".repeat(4));
        var sha512 = Digest.parse("sha512:" + "ab".repeat(64));

        assertThat(ReferrersTag.of(sha256).tag())
                .hasToString("sha256-" + "0123456789abcdef".repeat(4));
        assertThat(ReferrersTag.of(sha512).tag()).hasToString("sha512-" + "ab".repeat(32));
        assertThat(ReferrersTag.parse(ReferrersTag.of(sha512).tag()))
                .hasValueSatisfying(tag -> assertThat(tag.matches(sha512)).isTrue());
        assertThat(ReferrersTag.of(sha256).matches(sha512)).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void other_tags_are_no_referrers_tags(String tag) {
        assertThat(ReferrersTag.parse(new Tag(tag))).isEmpty();
    }

    static Stream<String> other_tags_are_no_referrers_tags() {
        return Stream.of(
                "latest",
                "sha256-",
                "sha256-abc",
                "sha256-" + "0".repeat(63) + "g",
                "sha256-" + "0".repeat(64) + ".sig",
                "sha384-" + "0".repeat(64),
                "sha256_" + "0".repeat(64));
    }

    private static boolean accepts(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (OciException _) {
            return false;
        }
    }

    private static String text(RandomGenerator random, String alphabet) {
        var text = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
