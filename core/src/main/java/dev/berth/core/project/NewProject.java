package dev.berth.core.project;

import dev.berth.core.allowlist.Allowlist;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// What a project is to be like.
///
/// @param metadata checked by [Metadata], without `public`
/// @param storageLimit bytes, or [Project#UNLIMITED]
public record NewProject(
        ProjectName name,
        boolean isPublic,
        SequencedMap<String, String> metadata,
        long storageLimit,
        Optional<Allowlist> allowlist) {
    /// One of which nothing is said but its name.
    public static NewProject named(ProjectName name, boolean isPublic) {
        return new NewProject(
                name, isPublic, new LinkedHashMap<>(), Project.UNLIMITED, Optional.empty());
    }
}
