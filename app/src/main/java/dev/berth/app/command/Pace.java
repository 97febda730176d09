package dev.berth.app.command;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Holds work back to so many bytes in a second, counted from its start. For one thread.
final class Pace {
    /// Less than this is not waited for, but made up later.
    private static final long PAUSE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private final long startNanos;
    private long bytes;

    /// Lets some nanoseconds pass.
    @FunctionalInterface
    interface Pause {
        void pause(long nanos) throws InterruptedException;
    }

    Pace(long bytesPerSecond, LongSupplier nanoTime, Pause pause) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.startNanos = nanoTime.getAsLong();
    }

    static Pace of(long bytesPerSecond) {
        return new Pace(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    /// Says that `more` bytes are done; returns when they may be.
    void spend(long more) throws InterruptedException {
        bytes += more;
        double dueSeconds = (double) bytes / bytesPerSecond;
        long aheadNanos = (long) (dueSeconds * 1e9) - (nanoTime.getAsLong() - startNanos);
        if (aheadNanos >= PAUSE_NANOS_MIN) {
            pause.pause(aheadNanos);
        }
    }
}
