package dev.berth.bench.load;

import java.time.Duration;
import java.util.Optional;

/// What a load did.
///
/// @param operations finished as expected
/// @param bytes moved in bodies, in the direction that the scenario is about
/// @param errors operations that failed
/// @param firstError what the first of them said; empty if none failed
/// @param elapsed wall time from the first request to the last answer
public record Outcome(
        long operations,
        long bytes,
        long errors,
        Optional<String> firstError,
        Duration elapsed,
        Latencies latencies) {

    /// The same with one more failure.
    Outcome withError(String message) {
        var first = Optional.of(firstError.orElse(message));
        return new Outcome(operations, bytes, errors + 1, first, elapsed, latencies);
    }
}
