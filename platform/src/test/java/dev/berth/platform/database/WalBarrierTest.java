package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WalBarrierTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger flushes = new AtomicInteger();
    private final WalBarrier barrier = new WalBarrier(
            () -> {
                flushes.incrementAndGet();
                begun.release();
                mayEnd.acquireUninterruptibly();
            },
            _ -> {});

    @AfterEach
    void stop() {
        mayEnd.release(1_000);
        threads.close();
    }

    @Test
    void a_call_returns_when_its_flush_has_ended() throws Exception {
        var caller = call();
        begun.acquire();
        assertThat(caller.isDone()).isFalse();

        mayEnd.release();

        caller.get(10, TimeUnit.SECONDS);
        assertThat(flushes).hasValue(1);
    }

    @Test
    void who_calls_during_a_flush_waits_for_the_next_which_serves_all_of_them() throws Exception {
        var first = call();
        begun.acquire();
        List<Future<Void>> later = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            later.add(call());
        }
        awaitWaiting(101);

        mayEnd.release();
        first.get(10, TimeUnit.SECONDS);
        begun.acquire();
        assertThat(later).noneMatch(Future::isDone);

        mayEnd.release();
        for (var caller : later) {
            caller.get(10, TimeUnit.SECONDS);
        }
        assertThat(flushes).hasValue(2);
    }

    @Test
    void after_a_failed_flush_nothing_is_acknowledged_and_nothing_flushed_again() {
        var attempts = new AtomicInteger();
        var broken = new WalBarrier(
                () -> {
                    attempts.incrementAndGet();
                    throw new IOException("the disk is gone");
                },
                _ -> {});

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> broken.await(LONG))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseMessage("the disk is gone");
        }

        assertThat(broken.isBroken()).isTrue();
        assertThat(attempts).hasValue(1);
    }

    @Test
    void a_flush_that_does_not_end_is_not_waited_for_beyond_the_deadline() {
        assertThatThrownBy(() -> barrier.await(Duration.ofMillis(50)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PT0.05S");
        assertThat(barrier.isBroken()).isFalse();
    }

    @Test
    void an_interrupt_neither_ends_the_wait_nor_harms_the_flush() throws Exception {
        var caller = Thread.ofVirtual().unstarted(() -> {
            try {
                barrier.await(LONG);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        caller.start();
        begun.acquire();
        caller.interrupt();
        assertThat(caller.join(Duration.ofMillis(50))).isFalse();

        mayEnd.release();

        assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        assertThat(barrier.isBroken()).isFalse();
    }

    private Future<Void> call() {
        Callable<Void> call = () -> {
            barrier.await(LONG);
            return null;
        };
        return threads.submit(call);
    }

    private void awaitWaiting(int callers) {
        org.awaitility.Awaitility.await().until(() -> barrier.waiting() == callers);
    }
}
