package dev.berth.jobs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecurringJobTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "Sweep", "sweep blobs", "sweep_blobs", "-sweep", "sweep-", "1sweep"})
    void a_name_is_lower_case_words_with_hyphens(String name) {
        assertThatThrownBy(() -> new RecurringJob(name, Duration.ofSeconds(1), () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_job_runs_at_most_once_a_second() {
        assertThatThrownBy(() -> new RecurringJob("sweep", Duration.ofMillis(999), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sweep");
    }
}
