package dev.berth.router.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.router.project.Project;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What is known about images, bounded by entries and time.
///
/// - Mappings: which project has `image:reference`, and under which digest.
/// - Absences: apart from mappings, so that neither can pass for the other.
/// - Homes: the project that a repository was last found in; it stays the source of its tags.
/// - Origins: the project whose manifest named a digest.
///
/// Every key begins with [Candidates]. Thread-safe.
final class Memory {
    private static final int MAPPINGS_MAX = 200_000;
    private static final int ABSENCES_MAX = 100_000;
    private static final int HOMES_MAX = 100_000;
    private static final int ORIGINS_MAX = 500_000;
    private static final Duration HOME_TTL = Duration.ofHours(24);

    private final Cache<ManifestKey, Mapping> mappings;
    private final Cache<Object, Boolean> absences;
    private final Cache<Home, Project> homes;
    private final Cache<Origin, Project> origins;

    Memory(ResolveSettings settings, LongSupplier nanoTime) {
        Ticker ticker = nanoTime::getAsLong;
        var kept = settings.mappingTtl().plus(settings.staleTtl());
        mappings = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MAPPINGS_MAX)
                .expireAfterWrite(kept)
                .build();
        absences = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(ABSENCES_MAX)
                .expireAfterWrite(settings.negativeTtl())
                .build();
        homes = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(HOMES_MAX)
                .expireAfterAccess(HOME_TTL)
                .build();
        origins = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(ORIGINS_MAX)
                .expireAfterAccess(kept)
                .build();
    }

    /// What a manifest is asked for by.
    ///
    /// @param accept empty for a digest, which names bytes whatever the client takes
    record ManifestKey(
            Candidates candidates, RepositoryName image, String reference, String accept) {}

    /// Where a manifest is.
    ///
    /// @param located when all candidates were asked
    /// @param checked when this project was last asked
    record Mapping(
            Project project, Digest digest, String type, long bytes, long located, long checked) {}

    private record BlobKey(Candidates candidates, RepositoryName image, Digest digest) {}

    private record Home(Candidates candidates, RepositoryName image) {}

    private record Origin(Candidates candidates, RepositoryName image, Digest digest) {}

    Optional<Mapping> mapping(ManifestKey key) {
        return Optional.ofNullable(mappings.getIfPresent(key));
    }

    void found(ManifestKey key, Mapping mapping) {
        mappings.put(key, mapping);
        absences.invalidate(key);
        homes.put(new Home(key.candidates(), key.image()), mapping.project());
    }

    /// All candidates said 404.
    void missing(ManifestKey key) {
        mappings.invalidate(key);
        absences.put(key, true);
    }

    void forget(ManifestKey key) {
        mappings.invalidate(key);
    }

    boolean isMissing(ManifestKey key) {
        return absences.getIfPresent(key) != null;
    }

    void missing(Candidates candidates, RepositoryName image, Digest blob) {
        absences.put(new BlobKey(candidates, image, blob), true);
    }

    boolean isMissing(Candidates candidates, RepositoryName image, Digest blob) {
        return absences.getIfPresent(new BlobKey(candidates, image, blob)) != null;
    }

    /// A manifest from `project` names `digest`, or `project` has it.
    void from(Project project, Candidates candidates, RepositoryName image, Digest digest) {
        origins.put(new Origin(candidates, image, digest), project);
    }

    Optional<Project> origin(Candidates candidates, RepositoryName image, Digest digest) {
        return Optional.ofNullable(origins.getIfPresent(new Origin(candidates, image, digest)));
    }

    Optional<Project> home(Candidates candidates, RepositoryName image) {
        return Optional.ofNullable(homes.getIfPresent(new Home(candidates, image)));
    }

    void home(Project project, Candidates candidates, RepositoryName image) {
        homes.put(new Home(candidates, image), project);
    }

    long mappings() {
        return mappings.estimatedSize();
    }
}
