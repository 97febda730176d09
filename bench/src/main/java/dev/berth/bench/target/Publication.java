package dev.berth.bench.target;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;

import java.util.List;

/// Something that a target has to hold before a scenario begins.
public sealed interface Publication {
    String repository();

    /// All of them into one repository.
    static List<Publication> blobs(String repository, List<RandomBlob> blobs) {
        return blobs.stream()
                .map(blob -> (Publication) new OfBlob(repository, blob))
                .toList();
    }

    record OfBlob(String repository, RandomBlob blob) implements Publication {}

    /// A manifest under a name.
    ///
    /// @param reference a tag or a digest
    record OfManifest(String repository, String reference, Manifest manifest)
            implements Publication {}
}
