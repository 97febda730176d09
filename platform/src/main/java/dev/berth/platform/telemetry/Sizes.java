package dev.berth.platform.telemetry;

/// How large something was each time, in buckets of its own.
@FunctionalInterface
public interface Sizes {
    void record(double size);
}
