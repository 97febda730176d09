package dev.berth.platform.telemetry;

/// A total that only grows.
@FunctionalInterface
public interface Counter {
    /// Adds `amount`, which is not negative.
    void add(long amount);

    default void increment() {
        add(1);
    }
}
