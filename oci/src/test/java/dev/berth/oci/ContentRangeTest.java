package dev.berth.oci;

import static dev.berth.oci.Refusals.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ContentRangeTest {
    @Test
    void both_ends_are_part_of_the_range() {
        var range = ContentRange.parse("1024-2047");

        assertThat(range).isEqualTo(new ContentRange(1024, 2047)).hasToString("1024-2047");
        assertThat(range.length()).isEqualTo(1024);
        assertThat(ContentRange.parse("0-0").length()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "0",
                "0-",
                "-0",
                "1-0",
                "a-b",
                "0-1-2",
                "bytes 0-1",
                "bytes=0-1",
                "0-1/2",
                " 0-1",
                "0-1 ",
                "+0-1",
                "0x0-1",
                "0--1",
                "0-9999999999999999999",
                "0-\u0661"
            })
    void anything_else_is_refused(String text) {
        assertThat(refusal(() -> ContentRange.parse(text)))
                .isInstanceOf(OciError.BlobUploadInvalid.class);
    }
}
