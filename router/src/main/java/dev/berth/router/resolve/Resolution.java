package dev.berth.router.resolve;

import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.shared.SharedEntries;

import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/// The parts that find things, on one memory.
public final class Resolution {
    private final ResolveManifest manifests;
    private final LocateBlob blobs;
    private final LocateRepository repositories;
    private final Memory memory;
    private final LongSupplier nanoTime;
    private final WarmUp warmUp;

    /// @param entries what other routers found out
    /// @param clock for the ages of what they found out
    /// @param nanoTime as `System::nanoTime`, for how old things are
    public Resolution(
            ResolveSettings settings,
            ProjectRegistry registry,
            SharedEntries entries,
            RouterMetrics metrics,
            Clock clock,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        memory = new Memory(settings, Runtime.getRuntime().maxMemory(), nanoTime);
        var locate = new Locate(registry, settings, metrics);
        var shared = new SharedMappings(settings, entries, metrics, clock, nanoTime);
        manifests =
                new ResolveManifest(settings, registry, locate, memory, shared, metrics, nanoTime);
        warmUp = new WarmUp(settings.warmupImages(), memory, shared, entries);
        blobs = new LocateBlob(settings, locate, memory, metrics);
        repositories = new LocateRepository(settings, locate, memory, metrics);
    }

    public ResolveManifest manifests() {
        return manifests;
    }

    public LocateBlob blobs() {
        return blobs;
    }

    public LocateRepository repositories() {
        return repositories;
    }

    public WarmUp warmUp() {
        return warmUp;
    }

    /// Forgets a reference that is not what it was.
    public void forget(String image, String reference) {
        memory.forget(image, reference);
    }

    /// What is remembered of an image.
    ///
    /// @param ageSeconds since its project was last asked
    public record Remembered(
            List<String> projects,
            String project,
            String reference,
            String digest,
            long ageSeconds) {}

    /// Mappings of a reference, for every set of projects that callers may read; and the absences.
    public List<Remembered> remembered(RepositoryName image, Reference reference) {
        return memory.remembered(image, reference.toString(), nanoTime);
    }

    /// Questions under way.
    public int underWay() {
        return manifests.underWay() + blobs.underWay();
    }

    /// Mappings kept.
    public long mappings() {
        return memory.mappings();
    }
}
