package dev.berth.registry.push;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one thread of this process at a time work on a key.
final class Exclusive<K> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Set<K> taken = new HashSet<>();

    /// Takes `key`; empty if somebody else still has it after `wait`.
    Optional<Turn> take(K key, Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = wait.toNanos();
            while (!taken.add(key)) {
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = released.awaitNanos(nanos);
            }
            return Optional.of(() -> release(key));
        } finally {
            lock.unlock();
        }
    }

    private void release(K key) {
        lock.lock();
        try {
            taken.remove(key);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Gives the key back when closed.
    @FunctionalInterface
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }
}
