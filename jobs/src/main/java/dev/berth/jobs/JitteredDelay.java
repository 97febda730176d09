package dev.berth.jobs;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// A pause between the end of one run and the start of the next, give or take a tenth.
record JitteredDelay(Duration every) implements Schedule {
    private static final Duration FIRST_MAX = Duration.ofSeconds(10);

    @Override
    public Instant getNextExecutionTime(ExecutionComplete last) {
        long nanos = every.toNanos();
        return last.getTimeDone()
                .plusNanos(ThreadLocalRandom.current().nextLong(nanos / 10 * 9, nanos / 10 * 11));
    }

    @Override
    public Instant getInitialExecutionTime(Instant now) {
        var max = every.compareTo(FIRST_MAX) < 0 ? every : FIRST_MAX;
        return now.plusNanos(ThreadLocalRandom.current().nextLong(max.toNanos()));
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }
}
