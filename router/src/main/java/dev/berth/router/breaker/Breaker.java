package dev.berth.router.breaker;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Stops calls to something that fails, and finds out when it is well again.
///
/// How it works: failures and calls of the last [#WINDOW] are counted in slots of time. The breaker
/// opens when there are enough failures and they are half of all calls or more, so that a rare
/// failure among many good answers never opens it, however long that goes on. After a pause, one
/// call is let through (half-open): if it goes well the breaker closes, else it stays open. A
/// `Retry-After` of the other side holds calls back too, without counting as a failure.
///
/// An answer counts only while the breaker is as it was when its call began: what was asked before
/// it opened neither ends the trial nor speaks for the time after it.
///
/// Calls whose answer has not begun are bounded, and those of each [Use] by themselves: blobs may
/// take a minute to begin, and must not keep anybody from asking.
///
/// - Thread-safe; guarded by itself.
public final class Breaker {
    public static final Duration WINDOW = Duration.ofSeconds(30);

    /// The longest `Retry-After` that is kept: longer ones are asked again after it.
    public static final Duration HOLD_MAX = Duration.ofMinutes(5);

    private static final int SLOTS = 10;
    private static final long SLOT_NANOS = WINDOW.toNanos() / SLOTS;
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    /// What a call is for.
    public enum Use {
        /// Something small: whether a project has something, a manifest, a list.
        QUESTION,
        /// A blob, until its answer begins.
        STREAM
    }

    /// What a breaker is doing.
    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /// Told of each change, while the breaker is held: quick, and calls nothing back.
    @FunctionalInterface
    public interface Listener {
        void changed(State from, State to);
    }

    private final BreakerSettings settings;
    private final LongSupplier nanoTime;
    private final Listener listener;
    private final int[] calls = new int[SLOTS];
    private final int[] failures = new int[SLOTS];
    private long slot;
    private State state = State.CLOSED;
    private long openUntil;
    private long heldUntil;
    private final Map<Use, Integer> underWay = new EnumMap<>(Use.class);

    /// Counts the changes.
    private long period;

    Breaker(BreakerSettings settings, LongSupplier nanoTime, Listener listener) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.slot = nanoTime.getAsLong() / SLOT_NANOS;
        this.heldUntil = nanoTime.getAsLong();
    }

    /// Lets a call through, or says when to come again. Who is let through tells the pass what came
    /// of it, and closes it.
    public synchronized Entry enter(Use use) {
        long now = nanoTime.getAsLong();
        if (now - heldUntil < 0) {
            return new Entry.Refused(Duration.ofNanos(heldUntil - now), false);
        }
        if (underWay(use) >= settings.callsMax(use)) {
            return new Entry.Refused(BUSY_RETRY, true);
        }
        switch (state) {
            case CLOSED -> {}
            case HALF_OPEN -> {
                return new Entry.Refused(BUSY_RETRY, false);
            }
            case OPEN -> {
                if (now - openUntil < 0) {
                    return new Entry.Refused(Duration.ofNanos(openUntil - now), false);
                }
                become(State.HALF_OPEN);
            }
        }
        underWay.merge(use, 1, Integer::sum);
        return new Pass(this, use, period);
    }

    synchronized void succeeded(Use use, long begun) {
        underWay.merge(use, -1, Integer::sum);
        if (begun != period) {
            return;
        }
        if (state == State.HALF_OPEN) {
            clear();
            become(State.CLOSED);
        }
        calls[current()]++;
    }

    synchronized void failed(Use use, long begun) {
        underWay.merge(use, -1, Integer::sum);
        if (begun != period) {
            return;
        }
        int now = current();
        calls[now]++;
        failures[now]++;
        boolean tooMany =
                sum(failures) >= settings.failuresMin() && 2 * sum(failures) >= sum(calls);
        if (state == State.HALF_OPEN || tooMany) {
            openUntil = nanoTime.getAsLong() + settings.pause().toNanos();
            become(State.OPEN);
        }
    }

    synchronized void left(Use use, long begun) {
        underWay.merge(use, -1, Integer::sum);
        if (begun == period && state == State.HALF_OPEN) {
            become(State.OPEN);
        }
    }

    /// The other side asked not to be called for a while; at most [#HOLD_MAX].
    public synchronized void hold(Duration retryAfter) {
        long until = nanoTime.getAsLong() + Math.min(retryAfter.toNanos(), HOLD_MAX.toNanos());
        heldUntil = until - heldUntil > 0 ? until : heldUntil;
    }

    public synchronized State state() {
        return state;
    }

    /// Calls of a use whose answer has not begun.
    public synchronized int underWay(Use use) {
        return underWay.getOrDefault(use, 0);
    }

    private void become(State next) {
        listener.changed(state, next);
        state = next;
        period++;
    }

    /// The slot of this moment; those that have become too old are emptied.
    private int current() {
        long now = nanoTime.getAsLong() / SLOT_NANOS;
        for (long passed = Math.max(slot, now - SLOTS) + 1; passed <= now; passed++) {
            int index = Math.floorMod(passed, SLOTS);
            calls[index] = 0;
            failures[index] = 0;
        }
        slot = Math.max(slot, now);
        return Math.floorMod(slot, SLOTS);
    }

    private void clear() {
        Arrays.fill(calls, 0);
        Arrays.fill(failures, 0);
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}
