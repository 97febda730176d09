package dev.berth.bench.harbor;

import java.util.concurrent.atomic.AtomicLong;

/// Counts while it serves. Safe for any thread.
final class Tally {
    private final AtomicLong manifests = new AtomicLong();
    private final AtomicLong absent = new AtomicLong();
    private final AtomicLong blobs = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();

    void manifest() {
        manifests.incrementAndGet();
    }

    void absent() {
        absent.incrementAndGet();
    }

    void blob() {
        blobs.incrementAndGet();
    }

    void token() {
        tokens.incrementAndGet();
    }

    void connected() {
        connections.incrementAndGet();
    }

    Counts counts() {
        return new Counts(
                manifests.get(), absent.get(), blobs.get(), tokens.get(), connections.get());
    }

    void reset() {
        manifests.set(0);
        absent.set(0);
        blobs.set(0);
        tokens.set(0);
        connections.set(0);
    }
}
