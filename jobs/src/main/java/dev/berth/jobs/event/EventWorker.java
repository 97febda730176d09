package dev.berth.jobs.event;

import dev.berth.platform.database.DatabaseUnavailableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Delivers events from now until it is closed; one in each process.
///
/// - Looks every second, which costs a few reads while nothing has happened.
/// - Writes what is counted in memory every ten seconds, and at the end.
/// - While the database is away nothing happens; afterwards all goes on.
public final class EventWorker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventWorker.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);
    private static final int LOOKS_PER_FLUSH = 10;

    private final DeliverEvents deliver;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private EventWorker(DeliverEvents deliver) {
        this.deliver = deliver;
        this.thread = Thread.ofVirtual().name("events").unstarted(this::run);
    }

    /// Begins to deliver.
    public static EventWorker start(DeliverEvents deliver) {
        var worker = new EventWorker(deliver);
        worker.thread.start();
        return worker;
    }

    private void run() {
        try {
            for (int look = 1;
                    !closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    look++) {
                pass(look % LOOKS_PER_FLUSH == 0);
            }
            pass(true);
        } catch (InterruptedException _) {
            log.info("delivery of events stopped with the process");
        }
    }

    private void pass(boolean flush) throws InterruptedException {
        try {
            if (flush) {
                deliver.flush();
            }
            deliver.deliver();
        } catch (DatabaseUnavailableException failure) {
            log.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("events put off: no database");
        } catch (RuntimeException failure) {
            log.atError().setCause(failure).log("delivery of events failed; it is tried again");
        }
    }

    /// Delivers once more, for five seconds at most.
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(STOP_MAX)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
