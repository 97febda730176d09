package dev.berth.platform.lifecycle;

import java.util.concurrent.CountDownLatch;

/// The word that this process is going away.
///
/// It is said once and never taken back. Whoever sends requests here learns it from
/// readiness first; then the role closes what it opened, the server at first, which lets
/// requests finish.
public final class Drain {
    private final CountDownLatch begun = new CountDownLatch(1);

    /// Says it; harmless when said before.
    public void begin() {
        begun.countDown();
    }

    public boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /// Waits until someone says it.
    public void await() throws InterruptedException {
        begun.await();
    }
}
