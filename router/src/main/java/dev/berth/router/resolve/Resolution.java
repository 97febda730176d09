package dev.berth.router.resolve;

import dev.berth.router.metrics.RouterMetrics;

import java.util.function.LongSupplier;

/// The parts that find things, on one memory.
public final class Resolution {
    private final ResolveManifest manifests;
    private final LocateBlob blobs;
    private final LocateRepository repositories;
    private final Memory memory;

    /// @param nanoTime as `System::nanoTime`, for how old things are
    public Resolution(
            ResolveSettings settings,
            ProjectRegistry registry,
            RouterMetrics metrics,
            LongSupplier nanoTime) {
        memory = new Memory(settings, Runtime.getRuntime().maxMemory(), nanoTime);
        var locate = new Locate(registry, settings, metrics);
        manifests = new ResolveManifest(settings, registry, locate, memory, metrics, nanoTime);
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

    /// Questions under way.
    public int underWay() {
        return manifests.underWay() + blobs.underWay();
    }

    /// Mappings kept.
    public long mappings() {
        return memory.mappings();
    }
}
