package dev.berth.bench.load;

import java.time.Duration;

/// When the next request is due. For the one thread of a load; times are those of
/// `System.nanoTime`.
sealed interface Schedule {
    /// The load begins.
    void begin(long now);

    boolean isDue(long now);

    /// Takes what is due.
    ///
    /// @return from when its latency counts
    long take(long now);

    /// How long nothing is due, at most `most`.
    Duration wait(long now, Duration most);

    /// Whether nothing will be due any more.
    boolean isOver();

    /// As soon as a connection is free.
    final class AtOnce implements Schedule {
        @Override
        public void begin(long now) {}

        @Override
        public boolean isDue(long now) {
            return true;
        }

        @Override
        public long take(long now) {
            return now;
        }

        @Override
        public Duration wait(long now, Duration most) {
            return most;
        }

        @Override
        public boolean isOver() {
            return false;
        }
    }

    /// At even distances. Waiting has steps of a millisecond, so that being late by less than two
    /// is the load generator's own doing, and counts from now.
    final class Paced implements Schedule {
        private static final long OWN_LATENESS_NANOS = 2_000_000;
        private static final double NANOS = 1e9;

        private final double distance;
        private long start;
        private long taken;

        Paced(double perSecond) {
            this.distance = NANOS / perSecond;
        }

        @Override
        public void begin(long now) {
            start = now;
        }

        private long due() {
            return start + (long) (taken * distance);
        }

        @Override
        public boolean isDue(long now) {
            return due() - now <= 0;
        }

        @Override
        public long take(long now) {
            long due = due();
            taken++;
            return now - due < OWN_LATENESS_NANOS ? now : due;
        }

        @Override
        public Duration wait(long now, Duration most) {
            long nanos = Math.clamp(due() - now, 1_000_000, most.toNanos());
            return Duration.ofNanos(nanos);
        }

        @Override
        public boolean isOver() {
            return false;
        }
    }

    /// So many times, at once.
    final class Counted implements Schedule {
        private int left;

        Counted(int count) {
            this.left = count;
        }

        @Override
        public void begin(long now) {}

        @Override
        public boolean isDue(long now) {
            return left > 0;
        }

        @Override
        public long take(long now) {
            left--;
            return now;
        }

        @Override
        public Duration wait(long now, Duration most) {
            return most;
        }

        @Override
        public boolean isOver() {
            return left == 0;
        }
    }
}
