package dev.berth.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.platform.telemetry.Metrics;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What [JobWorker] does on every database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class JobWorkerContract {
    private static final JobWorker.Pace QUICK = new JobWorker.Pace(
            Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Metrics metrics = new Metrics();
    private TestDatabases databases;

    abstract TestDatabases openDatabases();

    /// The database as a second process sees it.
    abstract Database openAgain(TestDatabases databases);

    @BeforeEach
    final void open() {
        databases = openDatabases();
    }

    @AfterEach
    final void close() {
        databases.close();
        metrics.close();
    }

    @Test
    void a_job_runs_again_and_again() {
        var runs = new AtomicInteger();

        try (var _ = start(new RecurringJob("tick", SECOND, runs::incrementAndGet))) {
            await().until(() -> runs.get() >= 3);
        }

        assertThat(metricsText())
                .contains("berth_jobs_run_seconds_count{name=\"tick\",outcome=\"done\"}");
    }

    @Test
    void two_workers_never_run_a_job_at_once_or_more_often_than_it_is_due() {
        var runs = new AtomicInteger();
        var running = new AtomicInteger();
        var overlapped = new AtomicBoolean();
        var job = new RecurringJob("alone", SECOND, () -> {
            if (running.incrementAndGet() > 1) {
                overlapped.set(true);
            }
            Thread.sleep(100);
            running.decrementAndGet();
            runs.incrementAndGet();
        });

        long begun = System.nanoTime();
        var other = openAgain(databases);
        try (var _ = start(job);
                var _ = JobWorker.start(other, List.of(job), metrics, QUICK)) {
            await().until(() -> runs.get() >= 3);
        }
        var took = Duration.ofNanos(System.nanoTime() - begun);
        if (!other.equals(databases.database())) {
            other.close();
        }

        assertThat(overlapped).isFalse();
        assertThat(runs.get()).isLessThanOrEqualTo((int) (took.toMillis() / 900) + 1);
    }

    @Test
    void a_failing_job_runs_again_and_does_not_disturb_the_others() {
        var failures = new AtomicInteger();
        var runs = new AtomicInteger();

        try (var _ = start(
                new RecurringJob("broken", SECOND, () -> {
                    failures.incrementAndGet();
                    throw new IOException("this is part of the test");
                }),
                new RecurringJob("healthy", SECOND, runs::incrementAndGet))) {
            await().until(() -> failures.get() >= 2 && runs.get() >= 2);
        }

        assertThat(metricsText())
                .contains("berth_jobs_run_seconds_count{name=\"broken\",outcome=\"failed\"}");
    }

    @Test
    void a_job_writes_to_the_database_it_is_queued_in() {
        var runs = new AtomicInteger();

        try (var _ = start(new RecurringJob(
                "writer",
                SECOND,
                () -> databases
                        .database()
                        .write(transaction -> transaction
                                        .sql()
                                        .execute(
                                                "delete from scheduled_task where task_name = 'none'")
                                + runs.incrementAndGet())))) {
            await().until(() -> runs.get() >= 1);
        }
    }

    @Test
    void closing_waits_for_running_work() throws Exception {
        var begun = new CountDownLatch(1);
        var finished = new AtomicBoolean();
        var worker = start(new RecurringJob("long", SECOND, () -> {
            begun.countDown();
            Thread.sleep(500);
            finished.set(true);
        }));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        worker.close();

        assertThat(finished).isTrue();
    }

    @Test
    void closing_interrupts_work_that_does_not_end() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var endless = new RecurringJob("endless", SECOND, () -> {
            begun.countDown();
            try {
                Thread.sleep(Duration.ofMinutes(10));
            } catch (InterruptedException stop) {
                interrupted.countDown();
                throw stop;
            }
        });
        var pace = new JobWorker.Pace(QUICK.poll(), QUICK.heartbeat(), Duration.ofMillis(300));
        var worker = JobWorker.start(databases.database(), List.of(endless), metrics, pace);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        worker.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_a_dead_process_was_running_is_taken_over() {
        var runs = new AtomicInteger();
        var job = new RecurringJob("orphan", Duration.ofHours(1), runs::incrementAndGet);
        try (var _ = start(new RecurringJob("orphan", Duration.ofHours(1), () -> {}))) {
            await().until(() -> rows("picked_by is null") == 1);
        }
        makeOrphan();

        try (var _ = start(job)) {
            await().until(() -> runs.get() >= 1);
        }
    }

    @Test
    void two_jobs_of_one_name_are_refused() {
        var job = new RecurringJob("twin", SECOND, () -> {});

        assertThatThrownBy(() -> start(job, job))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twin");
    }

    private JobWorker start(RecurringJob... jobs) {
        return JobWorker.start(databases.database(), List.of(jobs), metrics, QUICK);
    }

    private int rows(String condition) {
        return databases
                .database()
                .read(transaction -> transaction
                        .sql()
                        .fetch("select 1 from scheduled_task where " + condition)
                        .size());
    }

    /// As a process leaves its row that dies while it runs the job.
    private void makeOrphan() {
        var orphaned =
                "update scheduled_task set picked = ?, picked_by = 'dead', execution_time = %1$s, last_heartbeat = %1$s"
                        .formatted(anHourAgo());
        databases.database().write(transaction -> transaction.sql().execute(orphaned, true));
    }

    /// In SQL, as the column wants it.
    abstract String anHourAgo();

    private String metricsText() {
        var out = new ByteArrayOutputStream();
        try {
            metrics.write(out);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
