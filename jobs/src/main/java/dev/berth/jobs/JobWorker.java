package dev.berth.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.telemetry.Labelled;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.platform.telemetry.Timer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;

/// Runs recurring jobs from now until it is closed.
///
/// - Each run is a virtual thread; jobs of different names run beside each other.
/// - Closing starts nothing new, waits for running work up to `stopMax`, then interrupts it.
/// - While the database is away nothing runs; afterwards all goes on.
public final class JobWorker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    private static final String TABLE = "scheduled_task";

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /// Then a process is dead, and what it ran is due again.
    private static final int HEARTBEATS_MISSED_MAX = 4;

    /// Fetch when less than this share of the threads is busy, up to this many per thread.
    private static final double FETCH_LOWER = 0.5;

    private static final double FETCH_UPPER = 1.0;

    private final Scheduler scheduler;
    private final Labelled<Timer> runs;

    private JobWorker(Database database, List<RecurringJob> jobs, Metrics metrics, Pace pace) {
        requireDifferentNames(jobs);
        this.runs =
                metrics.timers("jobs.run.seconds", "Runs of background jobs.", "name", "outcome");
        var threads = Thread.ofVirtual().name("job-", 0).factory();
        var builder = Scheduler.create(database.dataSource())
                .startTasks(jobs.stream().map(this::task).toList())
                .tableName(TABLE)
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .threads(threads(jobs))
                .executorService(Executors.newThreadPerTaskExecutor(threads))
                .dueExecutor(Executors.newSingleThreadExecutor(threads))
                .housekeeperExecutor(Executors.newScheduledThreadPool(1, threads))
                .pollingInterval(pace.poll())
                .heartbeatInterval(pace.heartbeat())
                .missedHeartbeatsLimit(HEARTBEATS_MISSED_MAX)
                .shutdownMaxWait(pace.stopMax());
        this.scheduler = dialect(builder, database).build();
        jobs.forEach(job -> runs.of(job.name(), "done"));
        metrics.gauge(
                "jobs.active.runs",
                "Jobs running in this process.",
                () -> scheduler.getCurrentlyExecuting().size());
        metrics.gauge(
                "jobs.max.runs", "Jobs that this process runs at a time.", () -> threads(jobs));
    }

    /// Starts to run `jobs`, whose names differ.
    ///
    /// @param stopMax how long closing waits for running work
    public static JobWorker start(
            Database database, List<RecurringJob> jobs, Metrics metrics, Duration stopMax) {
        return start(database, jobs, metrics, new Pace(POLL, HEARTBEAT, stopMax));
    }

    static JobWorker start(Database database, List<RecurringJob> jobs, Metrics metrics, Pace pace) {
        var worker = new JobWorker(database, jobs, metrics, pace);
        worker.scheduler.start();
        return worker;
    }

    private static int threads(List<RecurringJob> jobs) {
        return Math.max(1, jobs.size());
    }

    private static void requireDifferentNames(List<RecurringJob> jobs) {
        var names = new HashSet<String>();
        for (var job : jobs) {
            if (!names.add(job.name())) {
                throw new IllegalArgumentException("two jobs are called `" + job.name() + "`");
            }
        }
    }

    private static SchedulerBuilder dialect(SchedulerBuilder builder, Database database) {
        return switch (database.dialect()) {
            case SQLITE ->
                builder.jdbcCustomization(new SqliteJdbcCustomization())
                        .pollUsingFetch(FETCH_LOWER, FETCH_UPPER);
            case POSTGRESQL ->
                builder.jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                        .pollUsingLockAndFetch(FETCH_LOWER, FETCH_UPPER);
        };
    }

    private RecurringTask<Void> task(RecurringJob job) {
        return Tasks.recurring(job.name(), new JitteredDelay(job.every()))
                .onDeadExecutionRevive()
                .execute((_, _) -> run(job));
    }

    private void run(RecurringJob job) {
        long begun = System.nanoTime();
        var outcome = outcome(job);
        // The interrupt was for the work; the end of this run still has to be written down.
        Thread.interrupted();
        runs.of(job.name(), outcome).recordNanos(System.nanoTime() - begun);
    }

    private static String outcome(RecurringJob job) {
        try {
            job.work().run();
            return "done";
        } catch (InterruptedException _) {
            log.atInfo().addKeyValue("job", job.name()).log("job stopped with the process");
            return "stopped";
        } catch (DatabaseUnavailableException failure) {
            log.atWarn()
                    .addKeyValue("job", job.name())
                    .addKeyValue("reason", failure.getMessage())
                    .log("job put off: no database");
            return "put-off";
        } catch (Exception failure) {
            log.atError()
                    .addKeyValue("job", job.name())
                    .setCause(failure)
                    .log("job failed; it runs again when it is next due");
            return "failed";
        }
    }

    @Override
    public void close() {
        scheduler.stop();
    }

    /// How often to look for due jobs, how often to show that we live, how long to wait at the end.
    record Pace(Duration poll, Duration heartbeat, Duration stopMax) {}
}
