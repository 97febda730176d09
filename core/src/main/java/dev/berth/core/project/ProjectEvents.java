package dev.berth.core.project;

import dev.berth.jobs.event.EventType;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.database.Transaction;

import java.util.List;

/// Writes what happens to projects and their members as events.
///
/// A project that is created or deleted is one event, whoever becomes or was a member by it;
/// so is an account that goes.
public final class ProjectEvents {
    private static final EventType<ProjectChange.Created> CREATED =
            new EventType<>("project-created", ProjectChange.Created.class);
    private static final EventType<ProjectChange.Deleted> DELETED =
            new EventType<>("project-deleted", ProjectChange.Deleted.class);
    private static final EventType<ProjectChange.Updated> UPDATED =
            new EventType<>("project-updated", ProjectChange.Updated.class);
    private static final EventType<MemberChange.Added> MEMBER_ADDED =
            new EventType<>("member-added", MemberChange.Added.class);
    private static final EventType<MemberChange.Removed> MEMBER_REMOVED =
            new EventType<>("member-removed", MemberChange.Removed.class);
    private static final EventType<MemberChange.Updated> MEMBER_UPDATED =
            new EventType<>("member-updated", MemberChange.Updated.class);

    /// All of them.
    public static final List<EventType<?>> TYPES =
            List.of(CREATED, DELETED, UPDATED, MEMBER_ADDED, MEMBER_REMOVED, MEMBER_UPDATED);

    private final Outbox outbox;
    private final String actor;

    /// @param actor who does it; empty for somebody without a name
    ProjectEvents(Outbox outbox, String actor) {
        this.outbox = outbox;
        this.actor = actor;
    }

    /// The same, as done by somebody else.
    ProjectEvents by(String name) {
        return new ProjectEvents(outbox, name);
    }

    void happened(Transaction transaction, ProjectChange change) {
        switch (change) {
            case ProjectChange.Created created ->
                outbox.append(transaction, actor, CREATED, created);
            case ProjectChange.Deleted deleted ->
                outbox.append(transaction, actor, DELETED, deleted);
            case ProjectChange.Updated updated ->
                outbox.append(transaction, actor, UPDATED, updated);
        }
    }

    void happened(Transaction transaction, MemberChange change) {
        switch (change) {
            case MemberChange.Added added -> outbox.append(transaction, actor, MEMBER_ADDED, added);
            case MemberChange.Removed removed ->
                outbox.append(transaction, actor, MEMBER_REMOVED, removed);
            case MemberChange.Updated updated ->
                outbox.append(transaction, actor, MEMBER_UPDATED, updated);
        }
    }
}
