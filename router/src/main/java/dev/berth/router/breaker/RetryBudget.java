package dev.berth.router.breaker;

/// How many retries there may be: one for every ten calls, and a few to begin with.
///
/// When everything fails, retries add a tenth to the load instead of doubling it. Thread-safe.
public final class RetryBudget {
    private static final int COST = 10;
    private static final int SAVED_MAX = 10 * COST;

    private int saved = SAVED_MAX;

    /// A first try was made.
    public synchronized void called() {
        saved = Math.min(SAVED_MAX, saved + 1);
    }

    /// Whether there may be a retry now; it is paid for then.
    public synchronized boolean mayRetry() {
        if (saved < COST) {
            return false;
        }
        saved -= COST;
        return true;
    }
}
