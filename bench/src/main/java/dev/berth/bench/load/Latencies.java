package dev.berth.bench.load;

import java.time.Duration;
import java.util.Arrays;

/// How long operations took, exactly: every one is kept.
public final class Latencies {
    /// 99.9 is not quite 99.9 in binary; a rank must not jump because of that.
    private static final double ROUNDING = 1e-9;

    private final long[] inOrder;
    private final long[] sorted;

    /// Takes the times as they are.
    ///
    /// @param nanos one entry per operation, in the order of the work
    public Latencies(long[] nanos) {
        inOrder = nanos.clone();
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    public boolean isEmpty() {
        return sorted.length == 0;
    }

    public int count() {
        return sorted.length;
    }

    /// The smallest value that at least `percent` of all operations did not exceed (nearest rank).
    ///
    /// @param percent above 0, at most 100
    /// @throws IllegalStateException if there are none
    public Duration percentile(double percent) {
        if (isEmpty()) {
            throw new IllegalStateException("no operation, no percentile");
        }
        int rank = (int) Math.ceil(percent * sorted.length / 100 - ROUNDING);
        return Duration.ofNanos(sorted[Math.clamp(rank - 1, 0, sorted.length - 1)]);
    }

    /// How much longer an operation took at the end than at the beginning: the mean of the
    /// last tenth by the mean of the first tenth. 1.0 means that the work does not slow
    /// down as it grows.
    ///
    /// @throws IllegalStateException with fewer than ten operations
    public double growth() {
        int tenth = inOrder.length / 10;
        if (tenth == 0) {
            throw new IllegalStateException("growth needs ten operations");
        }
        return mean(inOrder.length - tenth, inOrder.length) / mean(0, tenth);
    }

    private double mean(int from, int to) {
        return Arrays.stream(inOrder, from, to).average().orElseThrow();
    }
}
