package dev.berth.jobs.event;

/// What a process has counted in memory, because it happens too often to be written each time.
@FunctionalInterface
public interface EventSource {
    /// Writes as events what has been counted since the last time.
    void flush();
}
