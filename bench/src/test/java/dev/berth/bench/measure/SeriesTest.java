package dev.berth.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SeriesTest {
    @Test
    void the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        assertThat(Series.of(List.of(4.0, 1.0, 2.0, 3.0))).contains(new Series(2.5, 1.0, 4.0));
    }

    @Test
    void the_spread_is_half_of_the_range_by_the_median() {
        assertThat(new Series(10, 8, 12).spread()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void a_ratio_is_taken_within_each_round_so_that_a_slow_round_cancels_out() {
        var product = List.of(rate(80), rate(8), rate(80));
        var peer = List.of(rate(10), rate(1), rate(10));

        assertThat(Series.ratio(product, peer, Figure.REQUESTS_PER_CPU_SECOND))
                .contains(new Series(8, 8, 8));
    }

    @Test
    void a_round_that_one_side_could_not_measure_has_no_ratio() {
        var nothing = new Sample(Map.of(), 1, Optional.of("refused"));

        assertThat(Series.ratio(List.of(nothing), List.of(rate(1)), Figure.REQUESTS_PER_CPU_SECOND))
                .isEmpty();
    }

    private static Sample rate(double value) {
        return new Sample(Map.of(Figure.REQUESTS_PER_CPU_SECOND, value), 0, Optional.empty());
    }
}
