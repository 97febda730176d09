package dev.berth.platform.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// The caches and listeners of one [Database], by topic: who must hear what a write changed.
final class Caches implements AutoCloseable {
    /// Key, map entry and Caffeine's node, measured by their fields; the key's characters come on
    /// top.
    private static final int ENTRY_BYTES = 120;

    private final BooleanSupplier whole;
    private final DatabaseMetrics.CacheMetrics metrics;
    private final ConcurrentMap<String, List<CaffeineExactCache<?>>> byTopic =
            new ConcurrentHashMap<>();
    private final ChangeListeners listeners = new ChangeListeners();

    /// `whole` is false while announcements of others may be missing.
    Caches(BooleanSupplier whole, DatabaseMetrics.CacheMetrics metrics) {
        this.whole = whole;
        this.metrics = metrics;
    }

    <V> ExactCache<V> create(String topic, long entriesMax) {
        return create(topic, Caffeine.newBuilder().maximumSize(entriesMax).<String, V>build());
    }

    <V> ExactCache<V> create(String topic, long bytesMax, Database.Weigher<V> weigher) {
        return create(
                topic,
                Caffeine.newBuilder()
                        .maximumWeight(bytesMax)
                        .weigher((String key, V value) ->
                                ENTRY_BYTES + key.length() + weigher.bytes(value))
                        .<String, V>build());
    }

    private <V> ExactCache<V> create(String topic, Cache<String, V> values) {
        var cache = new CaffeineExactCache<>(values, whole);
        byTopic.computeIfAbsent(topic, this::newTopic).add(cache);
        return cache;
    }

    private List<CaffeineExactCache<?>> newTopic(String topic) {
        var caches = new CopyOnWriteArrayList<CaffeineExactCache<?>>();
        metrics.add(
                topic,
                () -> caches.stream()
                        .map(CaffeineExactCache::statistics)
                        .reduce(ExactCache.Statistics.NONE, ExactCache.Statistics::plus));
        return caches;
    }

    void listen(String topic, Database.ChangeListener listener) {
        listeners.add(topic, listener);
    }

    /// Forgets what `changes` name, now; listeners are told soon after.
    void drop(Changes changes) {
        changes.forEach(this::drop);
    }

    void drop(String topic, String key) {
        for (var cache : byTopic.getOrDefault(topic, List.of())) {
            if (key.equals(Changes.EVERYTHING)) {
                cache.dropAll();
            } else {
                cache.drop(key);
            }
        }
        listeners.changed(topic, key);
    }

    void dropAll() {
        byTopic.values().forEach(caches -> caches.forEach(CaffeineExactCache::dropAll));
        listeners.everythingChanged();
    }

    @Override
    public void close() {
        listeners.close();
    }
}
