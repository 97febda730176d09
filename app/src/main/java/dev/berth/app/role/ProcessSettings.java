package dev.berth.app.role;

import dev.berth.platform.config.HostPort;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;
import dev.berth.platform.telemetry.LogSettings;
import dev.berth.platform.telemetry.TraceSettings;

import java.time.Duration;

/// What every process has, whatever its role.
///
/// - `management`: where `/healthz`, `/readyz` and `/metrics` are.
/// - `drainDelay`: between the failing of `/readyz` and the refusal of connections.
public record ProcessSettings(
        HostPort management, Duration drainDelay, LogSettings log, TraceSettings tracing) {
    static final Setting<HostPort> MANAGEMENT = new Setting<>(
            "management.listen",
            Kind.hostPort(),
            "127.0.0.1:9090",
            "Where `/healthz`, `/readyz` and `/metrics` are answered, to anyone who can connect. Port 0 takes a free one,"
                    + " which is printed.");
    static final Setting<Duration> DRAIN_DELAY = new Setting<>(
            "management.drain-delay",
            Kind.duration("0s", "10m"),
            "0s",
            "How long `/readyz` fails before connections are refused, so that a load balancer can look elsewhere first.");

    public static ProcessSettings from(Settings settings) {
        return new ProcessSettings(
                settings.value(MANAGEMENT),
                settings.value(DRAIN_DELAY),
                LogSettings.from(settings),
                TraceSettings.from(settings));
    }
}
