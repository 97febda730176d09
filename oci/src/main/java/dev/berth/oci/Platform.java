package dev.berth.oci;

import java.util.Optional;

/// The machine that an image of an index is for, as far as clients choose by it.
///
/// Source: image-spec v1.1, image-index.md, "platform".
public record Platform(
        String os, String architecture, Optional<String> variant, Optional<String> osVersion) {
    public static Platform of(String os, String architecture) {
        return new Platform(os, architecture, Optional.empty(), Optional.empty());
    }
}
