package dev.berth.router.breaker;

import java.time.Duration;

/// When a breaker opens and closes.
///
/// - `failuresMin`: failures within [Breaker#WINDOW] below which it stays closed, whatever their
///   share.
/// - `pause`: how long it stays open before it tries one call.
/// - `callsMax`: under way at one time; more are refused.
public record BreakerSettings(int failuresMin, Duration pause, int callsMax) {}
