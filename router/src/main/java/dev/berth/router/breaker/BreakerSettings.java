package dev.berth.router.breaker;

import java.time.Duration;

/// When a breaker opens and closes.
///
/// - `failuresMin`: failures within [Breaker#WINDOW] below which it stays closed, whatever their
///   share.
/// - `pause`: how long it stays open before it tries one call.
/// - `questionsMax`, `streamsMax`: calls of each use whose answer has not begun; more are refused.
public record BreakerSettings(int failuresMin, Duration pause, int questionsMax, int streamsMax) {
    int callsMax(Breaker.Use use) {
        return switch (use) {
            case QUESTION -> questionsMax;
            case STREAM -> streamsMax;
        };
    }
}
