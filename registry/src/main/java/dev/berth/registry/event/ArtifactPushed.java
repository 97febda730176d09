package dev.berth.registry.event;

import java.util.List;

/// A manifest is in a repository that was not, or a tag points to it that did not.
///
/// @param tags those that the push named; none if it named the digest only
/// @param owner whose the repository is, as [dev.berth.registry.content.Owners] says
public record ArtifactPushed(String repository, String digest, List<String> tags, long owner) {
    public ArtifactPushed {
        tags = List.copyOf(tags);
    }
}
