package dev.berth.registry;

import dev.berth.platform.telemetry.Metrics;
import dev.berth.registry.gc.Backlog;

/// The queues and limits of the registry; its caches are those of the database.
public final class RegistryMetrics {
    private RegistryMetrics() {}

    /// Shows them from now on.
    public static void register(Metrics metrics, RegistryContent content, Backlog backlog) {
        metrics.gauge(
                "registry.due-garbage.entries",
                "What the next collection looks at; counted up to 10000.",
                () -> backlog.lengths().dueGarbage());
        metrics.gauge(
                "registry.garbage-delay.seconds",
                "How long the oldest due garbage has waited.",
                () -> backlog.lengths().delaySeconds());
        metrics.gauge(
                "registry.upload-session.entries",
                "Uploads that have not come to an end; counted up to 1000.",
                () -> backlog.lengths().uploads());
        metrics.gauge(
                "registry.kept-hash.entries",
                "Running hashes kept between the requests of uploads, at most 10000.",
                () -> content.uploads().keptHashes());
        metrics.gauge(
                "registry.uncounted.pulls",
                "Pulls since the start that no event tells of: too many different ones at a time.",
                () -> content.pulls().uncounted());
    }
}
