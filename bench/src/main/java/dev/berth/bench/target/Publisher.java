package dev.berth.bench.target;

import java.io.IOException;
import java.util.List;

/// Fills a target, outside of any measurement.
public interface Publisher {
    /// Publishes everything; manifests must come after a call that has published their blobs.
    ///
    /// @throws IOException if any of it failed
    void publish(List<Publication> publications) throws IOException, InterruptedException;
}
