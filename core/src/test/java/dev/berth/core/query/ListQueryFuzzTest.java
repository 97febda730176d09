package dev.berth.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.berth.platform.database.Listing.Match;

import java.nio.charset.StandardCharsets;

/// Whatever the text, `q` is read or refused, and what is read is no longer than the text.
class ListQueryFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void query(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8);
        var refused = catchThrowableOfType(ListQueryException.class, () -> ListQuery.parse(text));

        if (refused == null) {
            int characters = ListQuery.parse(text).stream()
                    .mapToInt(condition ->
                            condition.column().length() / 2 + characters(condition.match()))
                    .sum();
            assertThat(characters).isLessThanOrEqualTo(text.length());
        }
    }

    private static int characters(Match match) {
        return switch (match) {
            case Match.Equal(var value) -> value.length();
            case Match.Contains(var part) -> part.length();
            case Match.Between(var min, var max) ->
                min.map(String::length).orElse(0) + max.map(String::length).orElse(0);
            case Match.AnyOf(var values) ->
                values.stream().mapToInt(String::length).sum();
            case Match.AllOf(var values) ->
                values.stream().mapToInt(String::length).sum();
        };
    }
}
