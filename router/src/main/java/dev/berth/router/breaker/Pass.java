package dev.berth.router.breaker;

import dev.berth.router.breaker.Breaker.Use;

/// Leave to make one call, and what its answer is told to.
///
/// The first of [#succeeded], [#failed] and [#close] counts, what comes after it does not.
/// Thread-safe.
public final class Pass implements Entry, AutoCloseable {
    private final Breaker breaker;
    private final Use use;
    private final long period;
    private boolean told;

    /// @param period of the breaker, between two of its changes, in which the call began
    Pass(Breaker breaker, Use use, long period) {
        this.breaker = breaker;
        this.use = use;
        this.period = period;
    }

    /// The call was answered, with whatever status that is no failure of the other side.
    public void succeeded() {
        if (isFirst()) {
            breaker.succeeded(use, period);
        }
    }

    /// The call was not answered, or with a failure of the other side.
    public void failed() {
        if (isFirst()) {
            breaker.failed(use, period);
        }
    }

    /// The call was given up for a reason that says nothing about the other side.
    @Override
    public void close() {
        if (isFirst()) {
            breaker.left(use, period);
        }
    }

    private synchronized boolean isFirst() {
        boolean first = !told;
        told = true;
        return first;
    }
}
