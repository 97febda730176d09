package dev.berth.registry.content;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The time as rows have it, and how long an acknowledged blob stays without a reason.
public final class Leases {
    private final Clock clock;
    private final long leaseMicros;

    public Leases(Clock clock, Duration lease) {
        this.clock = clock;
        this.leaseMicros = micros(lease);
    }

    /// A duration in microseconds.
    public static long micros(Duration duration) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(duration));
    }

    /// Microseconds since the epoch.
    public long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    /// When a lease given at `now` ends.
    public long until(long now) {
        return now + leaseMicros;
    }

    /// Whether a lease that ends at `until` is to be renewed at `now`: a quarter of it is
    /// over.
    boolean isWorn(long until, long now) {
        return until - now < leaseMicros - leaseMicros / 4;
    }
}
