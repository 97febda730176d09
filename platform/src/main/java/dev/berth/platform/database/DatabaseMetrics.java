package dev.berth.platform.database;

import dev.berth.platform.telemetry.Metrics;
import dev.berth.platform.telemetry.Timer;

import java.util.function.Supplier;

/// What the database tells about its limits, queues and caches.
record DatabaseMetrics(
        Timer readerWait, Timer writerWait, Timer flush, Timer announcement, CacheMetrics caches) {
    private static final Timer NOBODY = _ -> {};

    /// For a process that shows no metrics, such as a command.
    static DatabaseMetrics none() {
        return new DatabaseMetrics(NOBODY, NOBODY, NOBODY, NOBODY, (_, _) -> {});
    }

    static DatabaseMetrics in(Metrics metrics) {
        var waits = metrics.timers(
                "database.wait.seconds", "Waiting for the turn to read or write.", "to");
        return new DatabaseMetrics(
                waits.of("read"),
                waits.of("write"),
                metrics.timer("database.flush.seconds", "Flushes of SQLite's log."),
                metrics.timer(
                        "database.announcement.seconds",
                        "Waiting until the other processes dropped what a write replaced."),
                (topic, statistics) -> register(metrics, topic, statistics));
    }

    private static void register(
            Metrics metrics, String topic, Supplier<ExactCache.Statistics> statistics) {
        metrics.counter(
                "database.cache-hit.requests",
                "Rows found in a cache.",
                () -> statistics.get().hits(),
                "topic",
                topic);
        metrics.counter(
                "database.cache-miss.requests",
                "Rows that had to be read.",
                () -> statistics.get().misses(),
                "topic",
                topic);
        metrics.gauge(
                "database.cached.entries",
                "Rows in a cache.",
                () -> statistics.get().entries(),
                "topic",
                topic);
    }

    /// Told of each topic that has caches, once.
    @FunctionalInterface
    interface CacheMetrics {
        void add(String topic, Supplier<ExactCache.Statistics> statistics);
    }
}
