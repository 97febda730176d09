package dev.berth.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HealthTest {
    private static final Duration PLENTY = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void all_is_well_when_no_check_finds_trouble() throws Exception {
        var health = health(new HealthCheck("disk", PLENTY, Optional::empty));

        assertThat(health.report().isWell()).isTrue();
        assertThat(health.report().troubles()).containsOnlyKeys("disk");
    }

    @Test
    void what_a_check_finds_or_throws_is_reported_under_its_name() throws Exception {
        var health = health(
                new HealthCheck("disk", PLENTY, () -> Optional.of("full")),
                new HealthCheck("database", PLENTY, () -> {
                    throw new IOException("connection refused");
                }));

        var report = health.report();

        assertThat(report.isWell()).isFalse();
        assertThat(report.troubles().get("disk")).contains("full");
        assertThat(report.troubles().get("database"))
                .contains("java.io.IOException: connection refused");
    }

    @Test
    void that_all_is_well_is_remembered_for_a_second() throws Exception {
        var asked = new AtomicInteger();
        var health = health(new HealthCheck("disk", PLENTY, () -> {
            asked.incrementAndGet();
            return Optional.empty();
        }));

        health.report();
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        health.report();
        assertThat(asked).hasValue(1);

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        health.report();
        assertThat(asked).hasValue(2);
    }

    @Test
    void trouble_is_remembered_for_a_tenth_of_a_second() throws Exception {
        var asked = new AtomicInteger();
        var health = health(new HealthCheck("projects", PLENTY, () -> {
            return asked.incrementAndGet() == 1 ? Optional.of("none yet") : Optional.empty();
        }));

        assertThat(health.report().isWell()).isFalse();
        nanos.addAndGet(Duration.ofMillis(99).toNanos());
        assertThat(health.report().isWell()).isFalse();
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(health.report().isWell()).isTrue();
    }

    @Test
    void a_check_that_hangs_is_trouble_and_is_not_started_again_until_it_has_ended()
            throws Exception {
        var started = new AtomicInteger();
        var release = new CountDownLatch(1);
        var health = health(new HealthCheck("database", Duration.ofMillis(20), () -> {
            started.incrementAndGet();
            release.await();
            return Optional.empty();
        }));

        for (int i = 0; i < 3; i++) {
            assertThat(health.report().troubles().get("database"))
                    .contains("no answer within 20 ms");
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        }
        assertThat(started).hasValue(1);
        release.countDown();
    }

    @Test
    void a_process_accepts_until_its_drain_begins() throws Exception {
        var drain = new Drain();
        var health = health(HealthCheck.accepting(drain));
        assertThat(health.report().isWell()).isTrue();

        drain.begin();
        drain.begin();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        drain.await();
        assertThat(health.report().troubles().get("accepting"))
                .contains("this process is stopping");
    }

    private Health health(HealthCheck... checks) {
        return new Health(List.of(checks), nanos::get);
    }
}
