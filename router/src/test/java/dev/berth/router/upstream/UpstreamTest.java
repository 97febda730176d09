package dev.berth.router.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.router.upstream.UpstreamException.Reason;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UpstreamTest {
    private final TimeoutException late = new TimeoutException();

    @Test
    void nobody_else_is_to_blame_where_all_connections_are_taken() {
        var wait = Duration.ofMinutes(1);

        assertThat(Upstream.late(true, wait, late).reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(Upstream.late(false, wait, late).reason()).isEqualTo(Reason.BUSY);
    }

    @Test
    void a_short_wait_for_a_connection_may_be_the_other_sides_fault() {
        assertThat(Upstream.late(false, Duration.ofSeconds(10), late).reason())
                .isEqualTo(Reason.TIMEOUT);
    }
}
