package dev.berth.core.robot;

import dev.berth.jobs.event.EventType;

import java.util.List;

/// The types of this package's events.
public final class RobotEvents {
    static final EventType<RobotCreated> CREATED =
            new EventType<>("robot-created", RobotCreated.class);
    static final EventType<RobotUpdated> UPDATED =
            new EventType<>("robot-updated", RobotUpdated.class);
    static final EventType<RobotDeleted> DELETED =
            new EventType<>("robot-deleted", RobotDeleted.class);

    /// All of them.
    public static final List<EventType<?>> TYPES = List.of(CREATED, UPDATED, DELETED);

    private RobotEvents() {}
}
