package dev.berth.router.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.router.project.Project;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// What is known about images, bounded by bytes and time.
///
/// - Mappings: which project has `image:reference`, and under which digest.
/// - Absences: apart from mappings, so that neither can pass for the other.
/// - Homes: the project that a repository was last found in; it stays the source of its tags.
/// - Origins: the project whose manifest named a digest.
///
/// Every key begins with [Candidates]. Thread-safe.
final class Memory {
    /// What each kind may take of the heap.
    private static final int MAPPINGS_SHARE = 8;

    private static final int ABSENCES_SHARE = 16;
    private static final int HOMES_SHARE = 16;
    private static final int ORIGINS_SHARE = 8;

    /// A key with its parts, a value, an entry: about, without the text of names.
    private static final int ENTRY_BYTES = 400;

    private static final Duration HOME_TTL = Duration.ofHours(24);

    /// Between two times that a mapping is looked through anew, or a tag is checked while it is
    /// served, when the first changed nothing.
    private static final Duration REFRESH_PAUSE = Duration.ofSeconds(5);

    private static final int REFRESHES_MAX = 4_096;

    private final Cache<ManifestKey, Mapping> mappings;
    private final Cache<Named, Boolean> absences;
    private final Cache<Home, Project> homes;
    private final Cache<BlobKey, Project> origins;
    private final Cache<ManifestKey, Boolean> refreshes;
    private final Cache<ManifestKey, Boolean> checks;

    /// @param heapBytes of which a part is used
    Memory(ResolveSettings settings, long heapBytes, LongSupplier nanoTime) {
        var kept = settings.mappingTtl().plus(settings.staleTtl());
        mappings = bounded(heapBytes / MAPPINGS_SHARE, nanoTime)
                .expireAfterWrite(kept)
                .build();
        absences = bounded(heapBytes / ABSENCES_SHARE, nanoTime)
                .expireAfterWrite(settings.negativeTtl())
                .build();
        homes = bounded(heapBytes / HOMES_SHARE, nanoTime)
                .expireAfterAccess(HOME_TTL)
                .build();
        origins = bounded(heapBytes / ORIGINS_SHARE, nanoTime)
                .expireAfterAccess(kept)
                .build();
        refreshes = pauses(settings.mappingTtl(), nanoTime);
        checks = pauses(settings.tagTtl(), nanoTime);
    }

    private static Cache<ManifestKey, Boolean> pauses(Duration ttl, LongSupplier nanoTime) {
        return Caffeine.newBuilder()
                .ticker(nanoTime::getAsLong)
                .maximumSize(REFRESHES_MAX)
                .expireAfterWrite(ttl.compareTo(REFRESH_PAUSE) < 0 ? ttl : REFRESH_PAUSE)
                .build();
    }

    private static Caffeine<Named, Object> bounded(long bytesMax, LongSupplier nanoTime) {
        return Caffeine.newBuilder()
                .ticker(nanoTime::getAsLong)
                .maximumWeight(bytesMax)
                .weigher((key, _) -> ENTRY_BYTES + key.textBytes());
    }

    /// A key, and how long the names in it are.
    interface Named {
        int textBytes();
    }

    /// What a manifest is asked for by.
    ///
    /// @param accept empty for a digest, which names bytes whatever the client takes
    record ManifestKey(Candidates candidates, RepositoryName image, String reference, String accept)
            implements Named {
        @Override
        public int textBytes() {
            return image.value().length() + reference.length() + accept.length();
        }
    }

    /// Where a manifest is.
    ///
    /// @param located when all candidates were asked
    /// @param checked when this project was last asked
    record Mapping(
            Project project, Digest digest, String type, long bytes, long located, long checked) {}

    private record BlobKey(Candidates candidates, RepositoryName image, Digest digest)
            implements Named {
        @Override
        public int textBytes() {
            return image.value().length() + digest.hex().length();
        }
    }

    private record Home(Candidates candidates, RepositoryName image) implements Named {
        @Override
        public int textBytes() {
            return image.value().length();
        }
    }

    Optional<Mapping> mapping(ManifestKey key) {
        return Optional.ofNullable(mappings.getIfPresent(key));
    }

    void found(ManifestKey key, Mapping mapping) {
        mappings.put(key, mapping);
        absences.invalidate(key);
        homes.put(new Home(key.candidates(), key.image()), mapping.project());
    }

    /// Whether a mapping may be looked through anew: once within [#REFRESH_PAUSE], however many
    /// see that it is old, and whatever comes of it.
    boolean mayRefresh(ManifestKey key) {
        return refreshes.asMap().putIfAbsent(key, true) == null;
    }

    /// Whether a tag may be checked while it is served: once within [#REFRESH_PAUSE], or its TTL if
    /// that is less, whatever comes of it.
    boolean mayCheck(ManifestKey key) {
        return checks.asMap().putIfAbsent(key, true) == null;
    }

    /// Keys of mappings that are used most, at most `count`.
    List<ManifestKey> hottest(int count) {
        return mappings.policy()
                .eviction()
                .map(eviction -> List.copyOf(eviction.hottest(
                        stream -> stream.limit(count).map(Map.Entry::getKey).toList())))
                .orElse(List.of());
    }

    /// All candidates said 404.
    void missing(ManifestKey key) {
        mappings.invalidate(key);
        absences.put(key, true);
    }

    void forget(ManifestKey key) {
        mappings.invalidate(key);
    }

    /// Another router found that a reference is not what it was.
    void forget(String image, String reference) {
        Predicate<Named> named = key -> key instanceof ManifestKey manifest
                && manifest.reference().equals(reference)
                && manifest.image().value().equals(image);
        mappings.asMap().keySet().removeIf(named);
        absences.asMap().keySet().removeIf(named);
    }

    /// For people: looks at everything.
    List<Resolution.Remembered> remembered(
            RepositoryName image, String reference, LongSupplier nanoTime) {
        long now = nanoTime.getAsLong();
        var found = new ArrayList<Resolution.Remembered>();
        mappings.asMap().forEach((key, mapping) -> {
            if (key.image().equals(image) && key.reference().equals(reference)) {
                found.add(new Resolution.Remembered(
                        names(key.candidates()),
                        mapping.project().name(),
                        reference,
                        mapping.digest().toString(),
                        Duration.ofNanos(now - mapping.checked()).toSeconds()));
            }
        });
        absences.asMap().forEach((key, _) -> {
            if (key instanceof ManifestKey manifest
                    && manifest.image().equals(image)
                    && manifest.reference().equals(reference)) {
                found.add(new Resolution.Remembered(
                        names(manifest.candidates()), "", reference, "", 0));
            }
        });
        return found;
    }

    private static List<String> names(Candidates candidates) {
        return candidates.projects().stream().map(Project::name).toList();
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
        origins.put(new BlobKey(candidates, image, digest), project);
    }

    Optional<Project> origin(Candidates candidates, RepositoryName image, Digest digest) {
        return Optional.ofNullable(origins.getIfPresent(new BlobKey(candidates, image, digest)));
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

    /// Everything that is kept, counted, after what is over has been dropped.
    long entries() {
        var all = List.<Cache<?, ?>>of(mappings, absences, homes, origins);
        all.forEach(Cache::cleanUp);
        return all.stream().mapToLong(Cache::estimatedSize).sum();
    }
}
