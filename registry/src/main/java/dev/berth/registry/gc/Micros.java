package dev.berth.registry.gc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as the tables keep them.
final class Micros {
    private Micros() {}

    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
