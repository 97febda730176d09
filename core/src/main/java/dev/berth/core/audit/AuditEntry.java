package dev.berth.core.audit;

import dev.berth.auth.account.AccountChange;
import dev.berth.core.configuration.ConfigurationChanged;
import dev.berth.core.project.MemberChange;
import dev.berth.core.project.ProjectChange;
import dev.berth.core.robot.RobotCreated;
import dev.berth.core.robot.RobotDeleted;
import dev.berth.core.robot.RobotUpdated;
import dev.berth.core.session.LoggedIn;
import dev.berth.core.session.LoggedOut;
import dev.berth.jobs.event.Event;
import dev.berth.registry.event.ArtifactDeleted;
import dev.berth.registry.event.ArtifactPulled;
import dev.berth.registry.event.ArtifactPushed;
import dev.berth.registry.event.TagDeleted;

import java.time.Instant;
import java.util.List;

/// One line of the audit log, in Harbor's words.
///
/// - `username`: of who did it.
/// - `operation`: create, delete, update, pull, login or logout.
/// - `project`: the number of the project in whose log it is; 0 for none.
/// - `resourceType`: artifact, tag, project, member, user, robot or configuration; more come with
///   their features.
/// - `resource`: its name, such as `team/app:v1` or `team/app@sha256:…`.
record AuditEntry(
        Instant at,
        long project,
        String username,
        String operation,
        String resourceType,
        String resource,
        String description) {
    /// Every type that there can be, as administrators name those that they switch off.
    static final List<String> TYPES = List.of(
            "create_artifact",
            "delete_artifact",
            "pull_artifact",
            "delete_tag",
            "login_user",
            "logout_user",
            "create_project",
            "delete_project",
            "update_project",
            "create_member",
            "delete_member",
            "update_member",
            "create_user",
            "delete_user",
            "update_user",
            "create_robot",
            "delete_robot",
            "update_robot",
            "update_configuration");

    private static final String ANONYMOUS = "anonymous";
    private static final long NONE = 0;

    String type() {
        return operation + "_" + resourceType;
    }

    /// What an event is in the audit log; nothing for one that has no place there.
    static List<AuditEntry> of(Event event) {
        return switch (event.what()) {
            case ArtifactPushed pushed -> pushed(event, pushed);
            case ArtifactDeleted(var repository, var digest, var owner) ->
                one(event, owner, "delete", "artifact", repository + "@" + digest);
            case TagDeleted(var repository, var tag, var owner) ->
                one(event, owner, "delete", "tag", repository + ":" + tag);
            case ArtifactPulled pulled -> pulled(event, pulled);
            case ProjectChange change ->
                one(event, change.project(), operation(change), "project", change.name());
            case MemberChange change -> member(event, change);
            case AccountChange.Added added -> one(event, NONE, "create", "user", added.name());
            case AccountChange.Removed removed ->
                one(event, NONE, "delete", "user", removed.name());
            case AccountChange.Updated updated ->
                one(event, NONE, "update", "user", updated.name());
            case LoggedIn in -> one(event, NONE, "login", "user", in.name());
            case LoggedOut out -> one(event, NONE, "logout", "user", out.name());
            case RobotCreated robot ->
                one(event, robot.projectId(), "create", "robot", robot.name());
            case RobotDeleted robot ->
                one(event, robot.projectId(), "delete", "robot", robot.name());
            case RobotUpdated robot ->
                one(event, robot.projectId(), "update", "robot", robot.name());
            case ConfigurationChanged(var items) ->
                List.of(entry(
                        event,
                        NONE,
                        "update",
                        "configuration",
                        "configuration",
                        "update configuration: " + String.join(", ", items)));
            default -> List.of();
        };
    }

    /// One for each tag, as each is a name of its own.
    private static List<AuditEntry> pushed(Event event, ArtifactPushed pushed) {
        var repository = pushed.repository();
        var resources = pushed.tags().isEmpty()
                ? List.of(repository + "@" + pushed.digest())
                : pushed.tags().stream().map(tag -> repository + ":" + tag).toList();
        return resources.stream()
                .flatMap(resource ->
                        one(event, pushed.owner(), "create", "artifact", resource).stream())
                .toList();
    }

    private static List<AuditEntry> pulled(Event event, ArtifactPulled pulled) {
        var resource = pulled.tag().isEmpty()
                ? pulled.repository() + "@" + pulled.digest()
                : pulled.repository() + ":" + pulled.tag();
        var times = pulled.times() == 1 ? "" : " (" + pulled.times() + " times)";
        return List.of(entry(
                event,
                pulled.owner(),
                "pull",
                "artifact",
                resource,
                "pull artifact: " + resource + times));
    }

    private static String operation(ProjectChange change) {
        return switch (change) {
            case ProjectChange.Created _ -> "create";
            case ProjectChange.Deleted _ -> "delete";
            case ProjectChange.Updated _ -> "update";
        };
    }

    private static List<AuditEntry> member(Event event, MemberChange change) {
        var operation = switch (change) {
            case MemberChange.Added _ -> "create";
            case MemberChange.Removed _ -> "delete";
            case MemberChange.Updated _ -> "update";
        };
        return List.of(entry(
                event,
                change.project(),
                operation,
                "member",
                change.name(),
                "%s member: %s of project %s"
                        .formatted(operation, change.name(), change.projectName())));
    }

    private static List<AuditEntry> one(
            Event event, long project, String operation, String resourceType, String resource) {
        var description = operation + " " + resourceType + ": " + resource;
        return List.of(entry(event, project, operation, resourceType, resource, description));
    }

    private static AuditEntry entry(
            Event event,
            long project,
            String operation,
            String resourceType,
            String resource,
            String description) {
        var username = event.actor().isEmpty() ? ANONYMOUS : event.actor();
        return new AuditEntry(
                event.at(), project, username, operation, resourceType, resource, description);
    }
}
