package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/// Fuzz targets: whatever a client sends, a parser gives a value that holds, or a refusal.
///
/// The build runs the inputs in the test resources; `.ci/fuzz` looks for new ones.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HttpFuzzTest {
    private static final long WHOLE = 1_000;

    @FuzzTest(maxDuration = "1m")
    void ranges_lie_within_the_whole_and_are_no_more_than_it_together(byte[] input) {
        switch (ByteRanges.parse(new String(input, ISO_8859_1), WHOLE)) {
            case ByteRanges.Whole _, ByteRanges.Unsatisfiable _ -> {}
            case ByteRanges.Parts(var ranges) -> {
                assertThat(ranges).isNotEmpty().hasSizeLessThanOrEqualTo(ByteRanges.COUNT_MAX);
                assertThat(ranges)
                        .allMatch(range -> range.offset() >= 0
                                && range.length() > 0
                                && range.offset() + range.length() <= WHOLE);
                assertThat(ranges.stream()
                                .mapToLong(ByteRanges.ByteRange::length)
                                .sum())
                        .isLessThanOrEqualTo(WHOLE);
            }
        }
    }

    @FuzzTest(maxDuration = "1m")
    void no_segment_of_a_path_can_climb_or_split(byte[] input) {
        try {
            var target = RequestTarget.parse(new String(input, ISO_8859_1));

            assertThat(target.segments())
                    .isNotEmpty()
                    .noneMatch(segment -> segment.equals(".")
                            || segment.equals("..")
                            || segment.chars()
                                    .anyMatch(c ->
                                            c == '/' || c == '\\' || Character.isISOControl(c)));
            assertThat(Query.parse(target.query()).parameters().values())
                    .noneMatch(values -> values.isEmpty());
        } catch (HttpException e) {
            assertThat(e.problem()).isInstanceOf(HttpProblem.Malformed.class);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void a_pattern_matches_only_what_its_captures_spell_again(byte[] input) {
        try {
            var target = RequestTarget.parse(new String(input, ISO_8859_1));

            PathPattern.parse("/v2/{name:**}/blobs/{digest}")
                    .match(target.segments())
                    .ifPresent(captures -> {
                        var again =
                                "v2/" + captures.get("name") + "/blobs/" + captures.get("digest");
                        assertThat(again).isEqualTo(String.join("/", target.segments()));
                    });
        } catch (HttpException e) {
            assertThat(e.problem()).isInstanceOf(HttpProblem.Malformed.class);
        }
    }
}
