package dev.berth.platform.telemetry;

import java.time.Duration;

/// How often something happened and how long it took, in buckets from 1 ms to 1 min.
@FunctionalInterface
public interface Timer {
    void recordNanos(long nanos);

    default void record(Duration duration) {
        recordNanos(duration.toNanos());
    }
}
