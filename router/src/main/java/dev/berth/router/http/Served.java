package dev.berth.router.http;

import dev.berth.oci.RepositoryName;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.metrics.TopImages;

import java.util.Optional;

/// Counts what was served; by image only where operators want to know the names.
///
/// Thread-safe.
public final class Served {
    private final RouterMetrics metrics;
    private final Optional<TopImages> manifests;
    private final Optional<TopImages> blobs;

    /// @param byImage whether names of images appear in the metrics
    public Served(RouterMetrics metrics, boolean byImage) {
        this.metrics = metrics;
        this.manifests = byImage ? Optional.of(new TopImages()) : Optional.empty();
        this.blobs = byImage ? Optional.of(new TopImages()) : Optional.empty();
        manifests.ifPresent(top -> metrics.watch("manifest", top));
        blobs.ifPresent(top -> metrics.watch("blob", top));
    }

    /// A `manifest` or a `blob` of an image.
    void served(String type, RepositoryName image) {
        metrics.served(type);
        var top = type.equals("blob") ? blobs : manifests;
        top.ifPresent(counts -> counts.served(image));
    }

    /// A blob was answered for; see [RouterMetrics#blobAnswered].
    void answered(String result, long nanos) {
        metrics.blobAnswered(result, nanos);
    }

    /// A client waits for the answer to another.
    void coalesced() {
        metrics.blobCoalesced();
    }

    /// A list of tags was answered for; see [RouterMetrics#tagsResolved].
    void listed(String result, long nanos) {
        metrics.tagsResolved(result, nanos);
    }
}
