package dev.berth.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ScheduleTest {
    private static final long MILLI = 1_000_000;

    @Test
    void at_a_hundred_a_second_something_is_due_every_ten_milliseconds() {
        var schedule = new Schedule.Paced(100);
        schedule.begin(0);

        assertThat(schedule.isDue(0)).isTrue();
        schedule.take(0);
        assertThat(schedule.isDue(9 * MILLI)).isFalse();
        assertThat(schedule.isDue(10 * MILLI)).isTrue();
    }

    @Test
    void what_had_to_wait_for_a_connection_counts_from_when_it_was_due() {
        var schedule = new Schedule.Paced(100);
        schedule.begin(0);
        schedule.take(0);

        assertThat(schedule.take(60 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void being_late_by_a_step_of_the_load_generators_own_clock_counts_from_now() {
        var schedule = new Schedule.Paced(100);
        schedule.begin(0);
        schedule.take(0);

        assertThat(schedule.take(11 * MILLI)).isEqualTo(11 * MILLI);
    }

    @Test
    void nothing_is_waited_for_longer_than_asked_or_shorter_than_a_millisecond() {
        var schedule = new Schedule.Paced(1);
        schedule.begin(0);
        schedule.take(0);

        assertThat(schedule.wait(0, Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(50));
        assertThat(schedule.wait(2_000 * MILLI, Duration.ofMillis(50)))
                .isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void a_count_is_over_when_it_is_used_up() {
        var schedule = new Schedule.Counted(2);

        schedule.take(0);
        assertThat(schedule.isOver()).isFalse();
        schedule.take(0);
        assertThat(schedule.isOver()).isTrue();
        assertThat(schedule.isDue(0)).isFalse();
    }
}
