package dev.berth.platform.waiting;

/// Leaves work that may not wait; caught by [Waits#without] alone, and passed on by whoever else
/// catches all. No exception, so that nobody takes it for a failure.
public final class MustWait extends Error {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final MustWait INSTANCE = new MustWait();

    /// Without a stack trace, which would cost more than what is tried.
    private MustWait() {
        super("this thread may not wait", null, false, false);
    }
}
