package dev.berth.jobs.testing;

import dev.berth.jobs.RecurringJob;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs jobs on the thread of the test, when its clock says that they are due.
///
/// Each job is due `every` after the start and after each run; a job's failure fails the test.
public final class ManualJobs {
    private final ManualClock clock;
    private final Map<RecurringJob, Instant> dueByJob = new LinkedHashMap<>();

    public ManualJobs(Instant now, List<RecurringJob> jobs) {
        this.clock = new ManualClock(now);
        add(jobs);
    }

    /// For features that need the clock before they can give their jobs.
    public void add(List<RecurringJob> jobs) {
        jobs.forEach(job -> dueByJob.put(job, clock.instant().plus(job.every())));
    }

    /// The clock to construct the tested classes with.
    public Clock clock() {
        return clock;
    }

    /// Lets time pass, running each job as often as it is due, in order, at the time it is due.
    public void advance(Duration time) {
        var end = clock.instant().plus(time);
        while (true) {
            var next = dueByJob.entrySet().stream().min(Comparator.comparing(Map.Entry::getValue));
            if (next.isEmpty() || next.get().getValue().isAfter(end)) {
                break;
            }
            clock.now = next.get().getValue();
            run(next.get().getKey());
        }
        clock.now = end;
    }

    /// Runs the job called `name` now, due or not.
    public void runNow(String name) {
        run(dueByJob.keySet().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no job called `" + name + "`")));
    }

    private void run(RecurringJob job) {
        dueByJob.put(job, clock.instant().plus(job.every()));
        try {
            job.work().run();
        } catch (Exception failure) {
            throw new AssertionError("job `" + job.name() + "` failed", failure);
        }
    }

    private static final class ManualClock extends Clock {
        private volatile Instant now;

        ManualClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock is in UTC");
        }
    }
}
