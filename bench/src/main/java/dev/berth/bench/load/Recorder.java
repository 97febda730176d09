package dev.berth.bench.load;

import java.util.Arrays;

/// Grows with the operations of one thread.
final class Recorder {
    private long[] nanos = new long[1 << 16];
    private int count;

    void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    int count() {
        return count;
    }

    Latencies latencies() {
        return new Latencies(Arrays.copyOf(nanos, count));
    }
}
