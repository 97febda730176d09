package dev.berth.router.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.router.breaker.Breaker.State;
import dev.berth.router.breaker.Breaker.Use;

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
            new BreakerSettings(5, Duration.ofSeconds(30), 10, 3),
            nanos::get,
            (_, to) -> changes.add(to));

    private Pass enter(Use use) {
        return switch (breaker.enter(use)) {
            case Pass pass -> pass;
            case Entry.Refused refused -> throw new AssertionError(refused);
        };
    }

    private Pass enter() {
        return enter(Use.QUESTION);
    }

    private Duration refusal() {
        return switch (breaker.enter(Use.QUESTION)) {
            case Pass _ -> throw new AssertionError("it lets calls through");
            case Entry.Refused refused -> refused.retryAfter();
        };
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            enter().failed();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void R15_enough_failures_open_it_and_one_probe_closes_it() {
        fail(5);
        assertThat(refusal()).isEqualTo(Duration.ofSeconds(30));

        pass(Duration.ofSeconds(30));
        var probe = enter();
        assertThat(refusal()).isPositive();
        probe.succeeded();

        enter().succeeded();
        assertThat(changes).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
    }

    @Test
    void R15_a_probe_that_fails_keeps_it_open_for_another_pause() {
        fail(5);
        pass(Duration.ofSeconds(30));
        fail(1);

        assertThat(refusal()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void R15_what_was_asked_before_it_opened_does_not_end_the_trial() {
        var good = enter();
        var bad = enter();
        var idle = enter();
        fail(5);
        pass(Duration.ofSeconds(30));
        var probe = enter();

        good.succeeded();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        bad.failed();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        idle.close();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);

        probe.succeeded();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.underWay(Use.QUESTION)).isZero();
    }

    @Test
    void failures_of_calls_that_began_before_it_opened_do_not_open_it_again() {
        var late = List.of(enter(), enter(), enter(), enter(), enter());
        fail(5);
        pass(Duration.ofSeconds(30));
        enter().succeeded();

        late.forEach(Pass::failed);

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void R16_rare_failures_among_many_answers_never_open_it() {
        for (int i = 0; i < 10_000; i++) {
            if (i % 1_500 == 0) {
                enter().failed();
            } else {
                enter().succeeded();
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
        enter().close();

        enter().succeeded();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void what_is_told_first_of_a_call_counts() {
        var pass = enter();
        pass.succeeded();
        pass.failed();
        pass.close();

        assertThat(breaker.underWay(Use.QUESTION)).isZero();
        fail(4);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void a_wish_to_be_left_alone_is_kept_and_counts_as_no_failure() {
        breaker.hold(Duration.ofSeconds(10));

        assertThat(refusal()).isEqualTo(Duration.ofSeconds(10));
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        pass(Duration.ofSeconds(10));
        enter().succeeded();
    }

    @Test
    void a_wish_to_be_left_alone_for_long_is_kept_for_five_minutes() {
        breaker.hold(Duration.ofHours(1));

        assertThat(refusal()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void calls_beyond_the_number_of_their_use_are_refused_and_not_queued() {
        var stream = enter(Use.STREAM);
        for (int i = 1; i < 3; i++) {
            enter(Use.STREAM);
        }
        assertThat(breaker.enter(Use.STREAM))
                .isEqualTo(new Entry.Refused(Duration.ofSeconds(1), true));
        for (int i = 0; i < 10; i++) {
            enter(Use.QUESTION);
        }
        assertThat(breaker.enter(Use.QUESTION))
                .isEqualTo(new Entry.Refused(Duration.ofSeconds(1), true));

        stream.succeeded();
        assertThat(breaker.underWay(Use.STREAM)).isEqualTo(2);
        assertThat(enter(Use.STREAM)).isNotNull();
    }
}
