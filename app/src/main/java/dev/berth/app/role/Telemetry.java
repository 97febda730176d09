package dev.berth.app.role;

import dev.berth.platform.telemetry.Metrics;
import dev.berth.platform.telemetry.Tracing;

/// What the parts of a role report to; the log is everybody's.
public record Telemetry(Metrics metrics, Tracing tracing) {}
