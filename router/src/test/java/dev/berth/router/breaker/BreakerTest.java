package dev.berth.router.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.router.breaker.Breaker.State;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BreakerTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final List<State> changes = new ArrayList<>();
    private final Breaker breaker = new Breaker(
            new BreakerSettings(5, Duration.ofSeconds(30), 10),
            nanos::get,
            (_, to) -> changes.add(to));

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.enter()).isEmpty();
            breaker.failed();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void R15_enough_failures_open_it_and_one_probe_closes_it() {
        fail(5);
        assertThat(breaker.enter()).hasValue(Duration.ofSeconds(30));

        pass(Duration.ofSeconds(30));
        assertThat(breaker.enter()).isEmpty();
        assertThat(breaker.enter()).isPresent();
        breaker.succeeded();

        assertThat(breaker.enter()).isEmpty();
        assertThat(changes).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
    }

    @Test
    void R15_a_probe_that_fails_keeps_it_open_for_another_pause() {
        fail(5);
        pass(Duration.ofSeconds(30));
        fail(1);

        assertThat(breaker.enter()).hasValue(Duration.ofSeconds(30));
    }

    @Test
    void R16_rare_failures_among_many_answers_never_open_it() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(breaker.enter()).isEmpty();
            if (i % 1_500 == 0) {
                breaker.failed();
            } else {
                breaker.succeeded();
            }
            pass(Duration.ofMillis(3));
        }

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(changes).isEmpty();
    }

    @Test
    void failures_of_long_ago_are_forgotten() {
        fail(4);
        pass(Breaker.WINDOW.plusSeconds(3));
        fail(4);

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void a_probe_that_was_given_up_lets_another_one_try() {
        fail(5);
        pass(Duration.ofSeconds(30));
        assertThat(breaker.enter()).isEmpty();
        breaker.left();

        assertThat(breaker.enter()).isEmpty();
    }

    @Test
    void a_wish_to_be_left_alone_is_kept_and_counts_as_no_failure() {
        breaker.hold(Duration.ofSeconds(10));

        assertThat(breaker.enter()).hasValue(Duration.ofSeconds(10));
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        pass(Duration.ofSeconds(10));
        assertThat(breaker.enter()).isEmpty();
    }

    @Test
    void calls_beyond_its_number_are_refused_and_not_queued() {
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.enter()).isEmpty();
        }

        assertThat(breaker.enter()).isPresent();
        breaker.succeeded();
        assertThat(breaker.enter()).isEmpty();
    }
}
