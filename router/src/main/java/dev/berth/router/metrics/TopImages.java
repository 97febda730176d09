package dev.berth.router.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.berth.oci.RepositoryName;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// How often each image was served, of those that are served often.
///
/// At most [#TRACKED_MAX] are counted; what is asked for seldom makes room first, so that names
/// that come once push nobody out. Thread-safe.
public final class TopImages {
    private static final int TRACKED_MAX = 1_000;
    private static final int SHOWN_MAX = 100;

    private final Cache<RepositoryName, LongAdder> counts =
            Caffeine.newBuilder().maximumSize(TRACKED_MAX).build();
    private final AtomicLong highest = new AtomicLong();

    public void served(RepositoryName image) {
        counts.get(image, _ -> new LongAdder()).increment();
    }

    /// The [#SHOWN_MAX] that were served most, the first one first.
    Map<String, Long> most() {
        var most = new LinkedHashMap<String, Long>();
        counts.asMap().entrySet().stream()
                .map(entry -> Map.entry(entry.getKey().value(), entry.getValue().sum()))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN_MAX)
                .forEach(entry -> most.put(entry.getKey(), entry.getValue()));
        return most;
    }

    /// How many were counted at one time; never less than before.
    long tracked() {
        return highest.accumulateAndGet(Math.min(TRACKED_MAX, counts.estimatedSize()), Math::max);
    }
}
