package dev.berth.registry.push;

import dev.berth.platform.database.Database;
import dev.berth.registry.content.BlobTable;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes pushes that wait until the sweeper has taken a condemned blob away.
final class Sweeping {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition swept = lock.newCondition();
    private long sweeps;

    Sweeping(Database database) {
        database.onChange(BlobTable.TOPIC, _ -> wake());
    }

    /// Returns when some blob is gone, or after `wait`: a sweep that ended before this was
    /// called wakes nobody.
    void await(Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = sweeps;
            long nanos = wait.toNanos();
            while (sweeps == before && nanos > 0) {
                nanos = swept.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            sweeps++;
            swept.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
