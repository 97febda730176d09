package dev.berth.bench.load;

import java.time.Duration;
import java.util.Optional;

/// No load at all, for a time.
public final class Quiet {
    private Quiet() {}

    public static Outcome rest(Duration time) throws InterruptedException {
        Thread.sleep(time);
        return new Outcome(0, 0, 0, Optional.empty(), time, new Latencies(new long[0]));
    }
}
