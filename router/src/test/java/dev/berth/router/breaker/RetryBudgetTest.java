package dev.berth.router.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget();

    private int retries(int calls) {
        int retries = 0;
        for (int i = 0; i < calls; i++) {
            budget.called();
            if (budget.mayRetry()) {
                retries++;
            }
        }
        return retries;
    }

    @Test
    void when_everything_fails_a_tenth_of_the_calls_is_made_again() {
        retries(1_000); // The few to begin with.

        assertThat(retries(10_000)).isEqualTo(1_000);
    }

    @Test
    void a_few_may_be_made_again_to_begin_with() {
        assertThat(retries(10)).isEqualTo(10);
    }

    @Test
    void quiet_times_save_no_more_than_a_few() {
        retries(1_000);
        for (int i = 0; i < 1_000_000; i++) {
            budget.called();
        }

        assertThat(retries(100)).isLessThanOrEqualTo(20);
    }
}
