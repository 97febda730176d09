package dev.berth.bench.scenario;

import java.time.Duration;

/// How much work a run does, and what is unique to it.
///
/// @param size quick for a smoke test of seconds per scenario, full for figures to publish
/// @param rounds how often each target gets its turn
/// @param steady how long a load by time runs
/// @param warmUp how long a target works before its first round
/// @param series a number that no other run has, so that its blobs and repositories are new
public record Plan(Size size, int rounds, Duration steady, Duration warmUp, long series) {
    /// How large a run is.
    public enum Size {
        QUICK,
        FULL
    }

    /// When a counted load is given up.
    static final Duration DEADLINE = Duration.ofMinutes(5);

    public Plan {
        if (rounds < 1) {
            throw new IllegalArgumentException("a run has at least one round");
        }
    }

    /// One of two values.
    <T> T pick(T quick, T full) {
        return switch (size) {
            case QUICK -> quick;
            case FULL -> full;
        };
    }

    /// A repository that is this run's own.
    String repository(String purpose) {
        return "bench-" + Long.toString(series, Character.MAX_RADIX) + "/" + purpose;
    }

    /// A series of blobs that is this run's own: one number per purpose, and per round if need be.
    long series(long purpose, int round) {
        return series * 1_000_003 + purpose * 1_009 + round;
    }
}
