package dev.berth.platform.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WaitsTest {
    @Test
    void everybody_may_wait_who_is_not_told_otherwise() {
        assertThatCode(Waits::begin).doesNotThrowAnyException();
    }

    @Test
    void work_that_need_not_wait_is_done() {
        assertThat(Waits.without(() -> "done")).contains("done");
    }

    @Test
    void work_that_would_wait_is_left() {
        assertThat(Waits.without(() -> {
                    Waits.begin();
                    return "waited";
                }))
                .isEmpty();
        assertThatCode(Waits::begin).doesNotThrowAnyException();
    }

    @Test
    void a_failure_of_the_work_is_its_own() {
        assertThatThrownBy(() -> Waits.without(() -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_thread_that_the_work_starts_may_wait() {
        var waited = new CompletableFuture<Boolean>();
        Waits.without(() -> Thread.startVirtualThread(() -> {
            Waits.begin();
            waited.complete(true);
        }));

        assertThat(waited.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
    }
}
