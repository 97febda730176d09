package dev.berth.router.project;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks Harbor for its projects again and again, on a thread of its own, from [#start] until
/// [#close].
public final class Discovery implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);

    /// While nothing can be answered.
    private static final Duration UNREADY_PAUSE = Duration.ofSeconds(1);

    /// While the list is the last good one.
    private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(10);

    private final Harbor harbor;
    private final Projects projects;
    private final Seed seed;
    private final Refreshed refreshed;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Discovery(Harbor harbor, Projects projects, Seed seed, Refreshed refreshed) {
        this.harbor = harbor;
        this.projects = projects;
        this.seed = seed;
        this.refreshed = refreshed;
    }

    /// Told of the state after each answer, good or bad; on the thread that asks.
    @FunctionalInterface
    public interface Refreshed {
        /// What is known now.
        ///
        /// @param nanos how long it took
        void told(Projects.State state, long nanos) throws InterruptedException;
    }

    /// Begins at once, and asks again after each `interval`, sooner while there is trouble.
    ///
    /// @param seed what stands in until Harbor answers for the first time
    public static Discovery start(
            Harbor harbor, Projects projects, Seed seed, Duration interval, Refreshed refreshed) {
        var discovery = new Discovery(harbor, projects, seed, refreshed);
        Thread.ofVirtual().name("discovery").start(() -> discovery.run(interval));
        return discovery;
    }

    private void run(Duration interval) {
        try {
            do {
                refreshAnyhow();
            } while (!stopped.await(pause(interval).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Without this thread the list would never change again.
    private void refreshAnyhow() throws InterruptedException {
        try {
            refresh();
        } catch (RuntimeException e) {
            projects.failed("the list of projects could not be read; see the log", false);
            log.atError().setCause(e).log("discovery failed for a reason that is a bug");
        }
    }

    private Duration pause(Duration interval) {
        var state = projects.state();
        if (state.trouble().isEmpty()) {
            return interval;
        }
        var soon = state.list().isEmpty() ? UNREADY_PAUSE : TROUBLE_PAUSE;
        return soon.compareTo(interval) < 0 ? soon : interval;
    }

    /// Asks once, now.
    void refresh() throws InterruptedException {
        long started = System.nanoTime();
        try {
            projects.found(harbor.projects(projects.hosted()));
            seed.write(projects.state().list());
        } catch (HarborException e) {
            projects.failed(
                    e.isCredentialRefused()
                            ? "Harbor refuses the robot's name or password"
                            : String.valueOf(e.getMessage()),
                    e.isCredentialRefused());
            log.atWarn().addKeyValue("error", e.getMessage()).log("discovery");
        }
        if (projects.needsSeed()) {
            seed.read().ifPresent(projects::seeded);
        }
        refreshed.told(projects.state(), System.nanoTime() - started);
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
