package dev.berth.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.testing.SettableClock;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LoginBackoffTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.2");

    private final SettableClock clock = new SettableClock();
    private final LoginBackoff backoff = new LoginBackoff(clock);

    @Test
    void four_failures_are_free_and_each_further_one_doubles_the_wait() {
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < 8; i++) {
            backoff.failed("ci", HERE);
            waits.add(backoff.heldFor("ci", HERE).orElse(Duration.ZERO));
        }

        assertThat(waits)
                .isEqualTo(List.of(
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8)));
    }

    @Test
    void a_name_waits_for_five_minutes_at_most() {
        fail("ci", HERE, 60);

        assertThat(backoff.heldFor("ci", HERE)).contains(Duration.ofMinutes(5));
    }

    @Test
    void the_wait_ends() {
        fail("ci", HERE, 6);

        clock.advance(Duration.ofMillis(1999));
        assertThat(backoff.heldFor("ci", HERE)).contains(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(backoff.heldFor("ci", HERE)).isEmpty();
    }

    @Test
    void nobody_can_lock_a_name_out_from_elsewhere() {
        fail("ci", HERE, 1000);

        assertThat(backoff.heldFor("ci", HERE)).isPresent();
        assertThat(backoff.heldFor("ci", ELSEWHERE)).isEmpty();
    }

    @Test
    void guessing_many_names_from_one_address_is_slowed_too() {
        for (int i = 0; i < 31; i++) {
            backoff.failed("guess" + i, HERE);
        }

        assertThat(backoff.heldFor("another", HERE)).contains(Duration.ofSeconds(1));
        assertThat(backoff.heldFor("another", ELSEWHERE)).isEmpty();
    }

    @Test
    void a_name_that_has_logged_in_from_an_address_is_not_held_up_by_its_neighbours() {
        backoff.succeeded("ci", HERE);
        for (int i = 0; i < 100; i++) {
            backoff.failed("guess" + i, HERE);
        }

        assertThat(backoff.heldFor("ci", HERE)).isEmpty();
        assertThat(backoff.heldFor("newcomer", HERE)).contains(Duration.ofMinutes(1));
    }

    @Test
    void a_success_clears_the_count_of_its_name() {
        fail("ci", HERE, 4);

        backoff.succeeded("ci", HERE);
        backoff.failed("ci", HERE);

        assertThat(backoff.heldFor("ci", HERE)).isEmpty();
    }

    @Test
    void failures_are_forgotten_after_an_hour() {
        fail("ci", HERE, 20);

        clock.advance(Duration.ofHours(1));
        backoff.failed("ci", HERE);

        assertThat(backoff.heldFor("ci", HERE)).isEmpty();
    }

    @Test
    void one_ipv6_network_is_one_address() {
        fail("ci", InetAddress.ofLiteral("2001:db8:0:1::1"), 5);

        assertThat(backoff.heldFor("ci", InetAddress.ofLiteral("2001:db8:0:1:ffff::2")))
                .isPresent();
        assertThat(backoff.heldFor("ci", InetAddress.ofLiteral("2001:db8:0:2::1")))
                .isEmpty();
    }

    private void fail(String name, InetAddress address, int times) {
        for (int i = 0; i < times; i++) {
            backoff.failed(name, address);
        }
    }
}
