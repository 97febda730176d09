package dev.berth.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.jobs.testing.ManualJobs;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ManualJobsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void jobs_run_in_the_order_and_at_the_time_they_are_due() {
        var jobs = new ManualJobs(START, List.of());
        var runs = new ArrayList<String>();
        jobs.add(List.of(
                new RecurringJob(
                        "slow",
                        Duration.ofSeconds(5),
                        () -> runs.add("slow " + jobs.clock().instant())),
                new RecurringJob(
                        "quick",
                        Duration.ofSeconds(3),
                        () -> runs.add("quick " + jobs.clock().instant()))));

        jobs.advance(Duration.ofSeconds(7));

        assertThat(runs)
                .containsExactly(
                        "quick 2026-01-01T00:00:03Z",
                        "slow 2026-01-01T00:00:05Z",
                        "quick 2026-01-01T00:00:06Z");
        assertThat(jobs.clock().instant()).isEqualTo(START.plusSeconds(7));
    }

    @Test
    void a_failing_job_fails_the_test() {
        var jobs = new ManualJobs(
                START, List.of(new RecurringJob("broken", Duration.ofSeconds(1), () -> {
                    throw new IOException("disk");
                })));

        assertThatThrownBy(() -> jobs.runNow("broken"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken");
    }
}
