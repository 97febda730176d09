package dev.berth.platform.database;

import com.github.benmanes.caffeine.cache.Cache;

import dev.berth.platform.waiting.Waits;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// An [ExactCache] whose values lie in Caffeine and whose loads lie in a table of flights.
///
/// How it works
///
/// 1. A miss puts a [Flight] under its key, loads outside of any lock, and then *lands*: if its
///    flight is still the one in the table, the value goes into Caffeine and the flight leaves.
///    Both happen inside `flights.compute…(key)`, which `ConcurrentHashMap` runs one at a time per
///    key.
/// 2. [#drop] removes flight and value inside `flights.compute(key)` as well. So a landing comes
///    wholly before a drop, which then removes its value, or wholly after, and then finds its
///    flight gone and keeps nothing. A value that was read before the drop never stays.
/// 3. A write drops after its commit and before it returns. Whoever asks after that return finds
///    neither the old value nor an old flight to join; his load begins after the commit. That is
///    the promise: nothing older than the last finished write.
/// 4. [#dropAll] walks the flights first and the values last. A flight that lands before the walk
///    reaches it is in Caffeine when that is emptied; one that lands later finds itself gone; one
///    that took off after the walk began also loads after the change.
/// 5. Nobody holds a lock while loading, so a slow database delays neither drops nor other keys.
/// 6. Those who find a flight wait for it. If it brings nothing they look for themselves: a row
///    created without announcement after the flight had read must be found. Two rounds at most.
/// 7. `whole` is asked before Caffeine is read. While it is false nothing is read from here and
///    nothing kept; who makes it true again empties the cache first ([ChangeFeed]).
final class CaffeineExactCache<V> implements ExactCache<V> {
    private final Cache<String, V> values;
    private final ConcurrentMap<String, Flight<V>> flights = new ConcurrentHashMap<>();
    private final BooleanSupplier whole;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    CaffeineExactCache(Cache<String, V> values, BooleanSupplier whole) {
        this.values = values;
        this.whole = whole;
    }

    @Override
    public Optional<V> find(String key, Function<String, Optional<V>> load) {
        assert Nesting.isOutside();
        if (!whole.getAsBoolean()) {
            Waits.begin();
            misses.increment();
            return load.apply(key);
        }
        var value = values.getIfPresent(key);
        if (value != null) {
            hits.increment();
            return Optional.of(value);
        }
        Waits.begin();
        misses.increment();
        var mine = new Flight<V>(Thread.currentThread(), new CompletableFuture<>());
        var ahead = flights.putIfAbsent(key, mine);
        return ahead == null ? fly(key, mine, load) : join(key, ahead, load);
    }

    @Override
    public Statistics statistics() {
        return new Statistics(hits.sum(), misses.sum(), values.estimatedSize());
    }

    private Optional<V> fly(String key, Flight<V> mine, Function<String, Optional<V>> load) {
        try {
            var loaded = load.apply(key);
            flights.computeIfPresent(key, (_, flight) -> land(key, mine, flight, loaded));
            mine.landed().complete(loaded);
            return loaded;
        } catch (RuntimeException | Error failure) {
            flights.remove(key, mine);
            mine.landed().completeExceptionally(failure);
            throw failure;
        }
    }

    /// Returns the flight that stays in the table: none, if `mine` was it.
    private @Nullable Flight<V> land(
            String key, Flight<V> mine, Flight<V> present, Optional<V> loaded) {
        if (!present.equals(mine)) {
            return present;
        }
        loaded.ifPresent(value -> values.put(key, value));
        return null;
    }

    private Optional<V> join(String key, Flight<V> ahead, Function<String, Optional<V>> load) {
        if (ahead.pilot().equals(Thread.currentThread())) {
            throw new IllegalStateException("the load of `" + key + "` asks for itself");
        }
        try {
            var loaded = ahead.landed().join();
            return loaded.isPresent() ? loaded : load.apply(key);
        } catch (CompletionException failed) {
            // The pilot reports his failure; ours, if any, is our own.
            return load.apply(key);
        }
    }

    void drop(String key) {
        flights.compute(key, (_, _) -> {
            values.invalidate(key);
            return null;
        });
    }

    void dropAll() {
        flights.keySet().forEach(this::drop);
        values.invalidateAll();
    }

    /// A load under way: who runs it, and what came of it.
    private record Flight<V>(Thread pilot, CompletableFuture<Optional<V>> landed) {}
}
