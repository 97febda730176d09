package dev.berth.core.project;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A project as it is now.
///
/// @param id never used again
/// @param ownerName of the account with the number `ownerId`, which may be gone
/// @param isPublic whether everybody may pull
/// @param metadata what [Metadata] knows, but for `public`
/// @param storageLimit bytes that its repositories may take, [#UNLIMITED] for any number; kept, and
/// not yet enforced
public record Project(
        long id,
        ProjectName name,
        long ownerId,
        String ownerName,
        boolean isPublic,
        SequencedMap<String, String> metadata,
        long storageLimit,
        Instant createdAt,
        Instant updatedAt) {
    public static final long UNLIMITED = -1;

    /// The number and the name of the project that the first start makes.
    static final long LIBRARY_ID = 1;

    static final ProjectName LIBRARY = new ProjectName("library");

    public Project {
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    /// All metadata as Harbor's API shows it.
    SequencedMap<String, String> shownMetadata() {
        var shown = new LinkedHashMap<>(metadata);
        shown.putFirst(Metadata.PUBLIC, Boolean.toString(isPublic));
        return shown;
    }
}
