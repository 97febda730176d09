package dev.berth.bench.scenario;

import java.time.Duration;

/// How much work a run does, and what is unique to it.
///
/// @param size quick for a smoke test of seconds per scenario, full for figures to publish
/// @param scale multiplies the number of items of a full run: 100 makes a million of 10,000
/// @param rounds how often each target gets its turn
/// @param steady how long a load by time runs
/// @param soak how long routers are soaked
/// @param warmUp processor time that a target uses before its first round
/// @param series a number that no other run has, so that its blobs and repositories are new
public record Plan(
        Size size,
        int scale,
        int rounds,
        Duration steady,
        Duration soak,
        Duration warmUp,
        long series) {
    /// How large a run is.
    public enum Size {
        QUICK,
        FULL
    }

    /// How long filling a target may take.
    static final Duration SEEDING_DEADLINE = Duration.ofMinutes(20);

    /// When a counted load is given up.
    static final Duration DEADLINE = Duration.ofMinutes(5);

    private static final int WARM_UP_PIECES = 4;

    public Plan {
        if (rounds < 1 || scale < 1) {
            throw new IllegalArgumentException("a run has at least one round, and a scale of 1");
        }
    }

    /// One of two values.
    public <T> T pick(T quick, T full) {
        return switch (size) {
            case QUICK -> quick;
            case FULL -> full;
        };
    }

    /// How many items a case has that is about their number.
    public int items(int quick, int full) {
        return pick(quick, full * scale);
    }

    /// How many pieces of counted work a round does: all, or a tenth of them while warming up.
    static int pieces(int all, int round) {
        return round < 0 ? Math.max(all / 10, Math.min(all, WARM_UP_PIECES)) : all;
    }

    /// A repository that is this run's own.
    String repository(String purpose) {
        return "library/bench-" + Long.toString(series, Character.MAX_RADIX) + "/" + purpose;
    }

    /// A repository that is one round's own; warm-up rounds are below 0.
    String repository(String purpose, int round, int number) {
        String prefix = round < 0 ? "w" + -round : "r" + round;
        return repository("%s/%s/%06d".formatted(purpose, prefix, number));
    }

    /// A series of blobs that is this run's own: one number per purpose, and per round if need be.
    public long series(long purpose, int round) {
        return series * 1_000_003 + purpose * 1_009 + round;
    }
}
