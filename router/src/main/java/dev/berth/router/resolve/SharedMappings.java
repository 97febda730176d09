package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Project;
import dev.berth.router.resolve.Memory.ManifestKey;
import dev.berth.router.resolve.Memory.Mapping;
import dev.berth.router.shared.SharedEntries;
import dev.berth.router.shared.SharedValue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What all routers know together about manifests, in the words of this one.
///
/// - Nothing is believed longer than the router that found it would: ages travel with it.
/// - A mapping to a project that is not among the candidates is not used.
/// - Thread-safe.
final class SharedMappings {
    private final ResolveSettings settings;
    private final SharedEntries entries;
    private final RouterMetrics metrics;
    private final Clock clock;
    private final LongSupplier nanoTime;

    SharedMappings(
            ResolveSettings settings,
            SharedEntries entries,
            RouterMetrics metrics,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.entries = entries;
        this.metrics = metrics;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /// What is known.
    sealed interface Known {
        record At(Mapping mapping) implements Known {}

        record Nowhere() implements Known {}
    }

    /// Empty if nobody knows, or what is known is too old.
    Optional<Known> find(ManifestKey key) throws InterruptedException {
        return entries.find(name(key)).flatMap(value -> switch (value) {
            case SharedValue.Absent(var checked) ->
                isYounger(checked, settings.negativeTtl())
                        ? Optional.of(new Known.Nowhere())
                        : Optional.empty();
            case SharedValue.Present present ->
                isYounger(present.located(), settings.mappingTtl())
                        ? known(key, present)
                        : Optional.empty();
        });
    }

    private Optional<Known> known(ManifestKey key, SharedValue.Present present) {
        var project = project(key, present.project());
        if (project.isEmpty()) {
            metrics.strangeEntry();
        }
        return project.map(at -> new Known.At(new Mapping(
                at,
                present.digest(),
                present.type(),
                present.bytes(),
                nanos(present.located()),
                nanos(present.checked()))));
    }

    private static Optional<Project> project(ManifestKey key, String name) {
        return key.candidates().projects().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
    }

    private boolean isYounger(Instant time, Duration than) {
        return Duration.between(time, clock.instant()).compareTo(than) < 0;
    }

    private long nanos(Instant time) {
        return nanoTime.getAsLong() - Duration.between(time, clock.instant()).toNanos();
    }

    private Instant instant(long nanos) {
        return clock.instant().minusNanos(nanoTime.getAsLong() - nanos);
    }

    /// Tells the others.
    ///
    /// @param earlier what this router knew before; if it is not so any more, they forget it
    void found(ManifestKey key, Mapping mapping, Optional<Mapping> earlier) {
        entries.put(
                name(key),
                new SharedValue.Present(
                        mapping.project().name(),
                        mapping.digest(),
                        mapping.type(),
                        mapping.bytes(),
                        instant(mapping.located()),
                        instant(mapping.checked())),
                settings.mappingTtl());
        boolean moved = earlier.filter(old -> !old.digest().equals(mapping.digest())
                        || !old.project().equals(mapping.project()))
                .isPresent();
        if (moved) {
            entries.changed(key.image().value(), key.reference());
        }
    }

    /// Tells the others that all candidates said 404.
    void missing(ManifestKey key, boolean wasThere) {
        entries.put(name(key), new SharedValue.Absent(clock.instant()), settings.negativeTtl());
        if (wasThere) {
            entries.changed(key.image().value(), key.reference());
        }
    }

    private String name(ManifestKey key) {
        var text = String.join(
                "\n",
                key.candidates().fingerprint(),
                settings.strict() ? "strict" : "",
                key.image().value(),
                key.reference(),
                key.accept());
        return Digest.of(Digest.Algorithm.SHA256, text.getBytes(StandardCharsets.UTF_8))
                .hex();
    }
}
