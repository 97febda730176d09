package dev.berth.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PaceTest {
    private final List<Duration> pauses = new ArrayList<>();
    private long now;
    private final Pace pace = new Pace(1_000, () -> now, this::pause);

    private void pause(long nanos) {
        pauses.add(Duration.ofNanos(nanos));
        now += nanos;
    }

    @Test
    void work_takes_the_time_that_its_bytes_should_take() throws Exception {
        for (int i = 0; i < 10; i++) {
            pace.spend(500);
        }

        assertThat(Duration.ofNanos(now)).isEqualTo(Duration.ofSeconds(5));
        assertThat(pauses).hasSize(10).containsOnly(Duration.ofMillis(500));
    }

    @Test
    void slow_work_is_not_held_back() throws Exception {
        for (int i = 0; i < 10; i++) {
            now += Duration.ofMillis(600).toNanos();
            pace.spend(500);
        }

        assertThat(pauses).isEmpty();
    }

    @Test
    void a_pause_that_is_too_short_is_made_up_later() throws Exception {
        var fast = new Pace(1_000_000, () -> now, this::pause);
        for (int i = 0; i < 4; i++) {
            fast.spend(500);
        }

        assertThat(pauses).containsExactly(Duration.ofMillis(1), Duration.ofMillis(1));
    }
}
