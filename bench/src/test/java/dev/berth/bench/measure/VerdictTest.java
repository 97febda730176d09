package dev.berth.bench.measure;

import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;
import static dev.berth.bench.measure.Figure.SECONDS;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bench.measure.CaseResult.Cell;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VerdictTest {
    @Test
    void a_bar_to_a_peer_is_met_when_the_ratio_reaches_it() {
        var verdict = judge(Bar.atLeast(7, "peer", REQUESTS_PER_CPU_SECOND), 71, 10);

        assertThat(verdict.word()).isEqualTo("met");
        assertThat(verdict.value()).contains(7.1);
        assertThat(verdict.limitText()).isEqualTo("≥ 7 × peer");
    }

    @Test
    void a_bar_to_a_peer_is_missed_below_it() {
        assertThat(judge(Bar.atLeast(7, "peer", REQUESTS_PER_CPU_SECOND), 69, 10)
                        .isMissed())
                .isTrue();
    }

    @Test
    void a_bar_to_an_absent_peer_is_not_judged_and_not_missed() {
        var verdict = judge(Bar.atLeast(7, "somebody", REQUESTS_PER_CPU_SECOND), 1, 10);

        assertThat(verdict.word()).isEqualTo("not judged");
        assertThat(verdict.isMissed()).isFalse();
    }

    @Test
    void a_bar_to_another_case_compares_the_product_with_itself() {
        var small = result("small", List.of(), 10, 1);
        var large = result("large", List.of(Bar.atMostTimes(1.2, "small", SECONDS)), 13, 1);

        var verdicts = Verdict.of(List.of(small, large), List.of("product"));

        assertThat(verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.value()).contains(1.3);
            assertThat(verdict.isMissed()).isTrue();
        });
    }

    private static Verdict judge(Bar bar, double product, double peer) {
        return Verdict.of(List.of(result("case", List.of(bar), product, peer)), List.of("product"))
                .getFirst();
    }

    private static CaseResult result(String name, List<Bar> bars, double product, double peer) {
        var cells = new LinkedHashMap<String, Cell>();
        cells.put("product", measured(product));
        cells.put("peer", measured(peer));
        return new CaseResult("B0", name, REQUESTS_PER_CPU_SECOND, bars, cells);
    }

    private static Cell measured(double value) {
        return new Cell.Measured(List.of(new Sample(
                Map.of(REQUESTS_PER_CPU_SECOND, value, SECONDS, value), 0, Optional.empty())));
    }
}
