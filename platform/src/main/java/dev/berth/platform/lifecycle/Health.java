package dev.berth.platform.lifecycle;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Asks a list of checks, all at once, and remembers what they said: a second if all is well, a
/// tenth of one if not, so that who waits for a start hears of it at once.
///
/// - Callers that come together share one run; it lasts as long as the longest deadline.
/// - A probe that hangs is not started again until it has ended: it costs one thread.
/// - One for `/healthz` (restart me if this fails), another for `/readyz` (send me
///   nothing).
public final class Health {
    private static final long WELL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long TROUBLE_NANOS = Duration.ofMillis(100).toNanos();

    private final List<ProbeRun> runs;
    private final LongSupplier nanoTime;

    /// Guards `latest` and `runs`; held while the checks run, so that others wait for what
    /// they say.
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Report latest;
    private long latestNanos;

    public Health(List<HealthCheck> checks) {
        this(checks, System::nanoTime);
    }

    Health(List<HealthCheck> checks, LongSupplier nanoTime) {
        this.runs = checks.stream().map(ProbeRun::new).toList();
        this.nanoTime = nanoTime;
    }

    /// What each check said, in their order: nothing, or what is wrong.
    public record Report(SequencedMap<String, Optional<String>> troubles) {
        public boolean isWell() {
            return troubles.values().stream().allMatch(Optional::isEmpty);
        }
    }

    /// The state now, at most a second old.
    public Report report() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (latest == null || nanoTime.getAsLong() - latestNanos >= freshNanos(latest)) {
                latest = ask();
                latestNanos = nanoTime.getAsLong();
            }
            return latest;
        } finally {
            lock.unlock();
        }
    }

    private static long freshNanos(Report report) {
        return report.isWell() ? WELL_NANOS : TROUBLE_NANOS;
    }

    private Report ask() throws InterruptedException {
        runs.forEach(ProbeRun::start);
        var troubles = new LinkedHashMap<String, Optional<String>>();
        for (var run : runs) {
            troubles.put(run.name(), run.trouble());
        }
        return new Report(troubles);
    }
}
