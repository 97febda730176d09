package dev.berth.bench.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Looks at a process tree's resident memory ten times a second and keeps the highest value.
///
/// The members of the tree are those it has when the watch begins.
public final class MemoryWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final ProcessTree tree;
    private final List<Long> members;
    private final AtomicLong peak = new AtomicLong();
    private volatile boolean closed;

    private MemoryWatch(ProcessTree tree, List<Long> members) {
        this.tree = tree;
        this.members = members;
    }

    /// Begins to watch.
    ///
    /// @throws IOException if there is no such process
    public static MemoryWatch over(ProcessTree tree) throws IOException {
        var watch = new MemoryWatch(tree, tree.members());
        watch.look();
        Thread.ofPlatform().daemon().name("memory-watch").start(watch::watch);
        return watch;
    }

    /// The highest value seen so far, in bytes.
    public long peakBytes() {
        return peak.get();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void watch() {
        try {
            while (!closed) {
                LockSupport.parkNanos(INTERVAL.toNanos());
                look();
            }
        } catch (IOException _) {
            // The process ended during the load; the load itself reports that.
            closed = true;
        }
    }

    private void look() throws IOException {
        peak.accumulateAndGet(tree.residentBytes(members), Math::max);
    }
}
