package dev.berth.platform.database;

import java.util.Optional;
import java.util.function.Function;

/// A bounded cache of rows that is never older than the last finished write.
///
/// - A write that announced a key ([Transaction#changed]) has removed it here, and in every other
///   process on the same database, before it returns.
/// - A load that overlaps such a write is not kept.
/// - A process that may have missed an announcement (its feed is cut) does not use the cache: every
///   `find` loads until the feed is whole again.
/// - An absent row is not kept, so creating one needs no announcement.
public interface ExactCache<V> {
    /// What is cached under `key`, else what `load` reads now.
    ///
    /// - Those who ask for a key that is being loaded wait and share what is found.
    /// - `load` opens its own [Database#read] and must not ask for the same key.
    Optional<V> find(String key, Function<String, Optional<V>> load);

    /// Counted since the start.
    Statistics statistics();

    /// Hits and misses so far, and about how many entries there are now.
    record Statistics(long hits, long misses, long entries) {
        static final Statistics NONE = new Statistics(0, 0, 0);

        Statistics plus(Statistics other) {
            return new Statistics(
                    hits + other.hits, misses + other.misses, entries + other.entries);
        }
    }
}
