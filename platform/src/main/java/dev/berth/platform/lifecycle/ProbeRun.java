package dev.berth.platform.lifecycle;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A check and its latest run; used under the lock of its [Health].
final class ProbeRun {
    private final HealthCheck check;
    private @Nullable FutureTask<Optional<String>> task;
    private long startedNanos;

    ProbeRun(HealthCheck check) {
        this.check = check;
    }

    String name() {
        return check.name();
    }

    /// Starts a run unless the last one still hangs.
    void start() {
        if (task == null || task.isDone()) {
            task = new FutureTask<>(check.probe()::trouble);
            startedNanos = System.nanoTime();
            Thread.ofVirtual().name("health-" + check.name()).start(task);
        }
    }

    /// What the run says; waits until the deadline.
    Optional<String> trouble() throws InterruptedException {
        if (task == null) {
            throw new IllegalStateException("not started: " + check.name());
        }
        long waited = System.nanoTime() - startedNanos;
        try {
            return task.get(check.deadline().toNanos() - waited, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return Optional.of("no answer within " + check.deadline().toMillis() + " ms");
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(e.getCause()));
        }
    }
}
