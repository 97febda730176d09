package dev.berth.registry.event;

import dev.berth.jobs.event.EventType;

import java.util.List;

/// The types of this module's events.
public final class RegistryEvents {
    public static final EventType<ArtifactPushed> ARTIFACT_PUSHED =
            new EventType<>("artifact-pushed", ArtifactPushed.class);
    public static final EventType<ArtifactDeleted> ARTIFACT_DELETED =
            new EventType<>("artifact-deleted", ArtifactDeleted.class);
    public static final EventType<TagDeleted> TAG_DELETED =
            new EventType<>("tag-deleted", TagDeleted.class);
    public static final EventType<ArtifactPulled> ARTIFACT_PULLED =
            new EventType<>("artifact-pulled", ArtifactPulled.class);

    /// All of them.
    public static final List<EventType<?>> TYPES =
            List.of(ARTIFACT_PUSHED, ARTIFACT_DELETED, TAG_DELETED, ARTIFACT_PULLED);

    private RegistryEvents() {}
}
