package dev.berth.router.project;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Asks Harbor for its projects again and again, on a thread of its own, from [#start] until
/// [#close].
public final class Discovery implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);

    private final Harbor harbor;
    private final Projects projects;
    private final Consumer<Projects.State> refreshed;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Discovery(Harbor harbor, Projects projects, Consumer<Projects.State> refreshed) {
        this.harbor = harbor;
        this.projects = projects;
        this.refreshed = refreshed;
    }

    /// Begins at once, and asks again after each `interval`.
    ///
    /// @param refreshed told of the state after each answer, good or bad; on that thread
    public static Discovery start(
            Harbor harbor,
            Projects projects,
            Duration interval,
            Consumer<Projects.State> refreshed) {
        var discovery = new Discovery(harbor, projects, refreshed);
        Thread.ofVirtual().name("discovery").start(() -> discovery.run(interval));
        return discovery;
    }

    private void run(Duration interval) {
        try {
            do {
                refresh();
            } while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks once, now.
    void refresh() throws InterruptedException {
        try {
            projects.found(harbor.projects());
        } catch (HarborException e) {
            projects.failed(
                    e.isCredentialRefused()
                            ? "Harbor refuses the robot's name or password"
                            : String.valueOf(e.getMessage()),
                    e.isCredentialRefused());
            log.atWarn().addKeyValue("error", e.getMessage()).log("discovery");
        }
        refreshed.accept(projects.state());
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
