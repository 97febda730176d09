package dev.berth.platform.waiting;

import java.util.Optional;

/// Whether this thread may wait: for a database, a disk, a peer, another thread, or long for the
/// processor.
///
/// An event loop may not, since all its connections would wait with it. What may have to wait says
/// so first ([#begin]), before it has changed anything. So work that memory mostly suffices for can
/// be tried on an event loop, and begun again on a thread of its own where it does not.
public final class Waits {
    private static final ScopedValue<Boolean> FORBIDDEN = ScopedValue.newInstance();

    private Waits() {}

    /// Says that the caller may have to wait now.
    ///
    /// @throws MustWait where that is not allowed
    public static void begin() {
        if (FORBIDDEN.isBound()) {
            throw MustWait.INSTANCE;
        }
    }

    /// The result of `work`; empty if it came to where it may have to wait, and was left there.
    ///
    /// @throws X as `work` does
    public static <T, X extends Throwable> Optional<T> without(ScopedValue.CallableOp<T, X> work)
            throws X {
        try {
            return Optional.of(ScopedValue.where(FORBIDDEN, true).call(work));
        } catch (MustWait _) {
            return Optional.empty();
        }
    }
}
