package dev.berth.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.LongStream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LatenciesTest {
    @Test
    void a_percentile_is_the_value_of_the_nearest_rank() {
        var latencies = new Latencies(LongStream.rangeClosed(1, 1000).toArray());

        assertThat(latencies.percentile(50)).isEqualTo(Duration.ofNanos(500));
        assertThat(latencies.percentile(99)).isEqualTo(Duration.ofNanos(990));
        assertThat(latencies.percentile(99.9)).isEqualTo(Duration.ofNanos(999));
        assertThat(latencies.percentile(100)).isEqualTo(Duration.ofNanos(1000));
    }

    @Test
    void one_operation_is_every_percentile() {
        var latencies = new Latencies(new long[] {7});

        assertThat(latencies.percentile(0.1)).isEqualTo(latencies.percentile(100));
    }

    @Test
    void the_order_of_the_work_does_not_change_a_percentile() {
        var latencies = new Latencies(new long[] {30, 10, 20});

        assertThat(latencies.percentile(50)).isEqualTo(Duration.ofNanos(20));
    }

    @Test
    void growth_compares_the_last_tenth_with_the_first() {
        long[] nanos =
                LongStream.range(0, 100).map(i -> i < 10 ? 2 : i < 90 ? 50 : 3).toArray();

        assertThat(new Latencies(nanos).growth()).isEqualTo(1.5);
    }

    @Test
    void without_operations_there_is_no_percentile() {
        var none = new Latencies(new long[0]);

        assertThat(none.isEmpty()).isTrue();
        assertThatThrownBy(() -> none.percentile(50)).isInstanceOf(IllegalStateException.class);
    }
}
