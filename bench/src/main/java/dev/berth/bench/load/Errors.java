package dev.berth.bench.load;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Counts failures and keeps the words of the first. Safe for many threads.
final class Errors {
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<Optional<String>> first = new AtomicReference<>(Optional.empty());

    void add(IOException failure) {
        add(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    void add(String message) {
        count.incrementAndGet();
        first.compareAndSet(Optional.empty(), Optional.of(message));
    }

    long count() {
        return count.get();
    }

    Optional<String> first() {
        return first.get();
    }
}
