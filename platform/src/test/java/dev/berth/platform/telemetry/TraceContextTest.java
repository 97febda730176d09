package dev.berth.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Source: W3C Trace Context, section 3.2.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @ValueSource(strings = {"00-" + TRACE + "-" + SPAN + "-01", "00-" + TRACE + "-" + SPAN + "-ff"})
    void a_sampled_parent_is_read_and_written(String parent) {
        assertThat(TraceContext.parse(parent, List.of("a=1", "b=2")))
                .contains(new TraceContext(TRACE, SPAN, true, "a=1,b=2"))
                .get()
                .extracting(TraceContext::traceparent)
                .isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
    }

    @Test
    void a_parent_of_a_later_version_is_read_as_far_as_it_is_known() {
        assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-00-what-will-be", List.of()))
                .contains(new TraceContext(TRACE, SPAN, false, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN + "-0",
                "cc-" + TRACE + "-" + SPAN + "-01.more",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01\n"
            })
    void a_malformed_parent_is_no_parent(String parent) {
        assertThat(TraceContext.parse(parent, List.of())).isEmpty();
    }

    @Test
    void a_state_too_long_or_with_odd_characters_is_dropped_alone() {
        var parent = "00-" + TRACE + "-" + SPAN + "-01";

        assertThat(TraceContext.parse(
                        parent, List.of("a=" + "x".repeat(TraceContext.STATE_CHARS_MAX))))
                .contains(new TraceContext(TRACE, SPAN, true, ""));
        assertThat(TraceContext.parse(parent, List.of("a=é")))
                .contains(new TraceContext(TRACE, SPAN, true, ""));
    }

    @FuzzTest(maxDuration = "1m")
    void any_parent_is_read_or_refused(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);

        var read = TraceContext.parse(text, List.of(text));

        assertThat(read.flatMap(context ->
                        TraceContext.parse(context.traceparent(), List.of(context.state()))))
                .isEqualTo(read);
    }
}
