package dev.berth.oci.testing;

import java.util.List;
import java.util.stream.Stream;

/// One image: what has to be pushed before its manifest, and the manifest.
public record Image(Content config, List<Content> layers, Content manifest) {
    public Image {
        layers = List.copyOf(layers);
    }

    /// The blobs that the manifest names.
    public List<Content> blobs() {
        return Stream.concat(Stream.of(config), layers.stream()).toList();
    }
}
