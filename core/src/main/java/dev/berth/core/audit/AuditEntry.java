package dev.berth.core.audit;

import dev.berth.auth.account.AccountChange;
import dev.berth.core.configuration.ConfigurationChanged;
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
/// - `resourceType`: artifact, tag, user or configuration; more come with their features.
/// - `resource`: its name, such as `team/app:v1` or `team/app@sha256:…`.
record AuditEntry(
        Instant at,
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
            "create_user",
            "delete_user",
            "update_user",
            "update_configuration");

    private static final String ANONYMOUS = "anonymous";

    String type() {
        return operation + "_" + resourceType;
    }

    /// What an event is in the audit log; nothing for one that has no place there.
    static List<AuditEntry> of(Event event) {
        return switch (event.what()) {
            case ArtifactPushed pushed -> pushed(event, pushed);
            case ArtifactDeleted(var repository, var digest) ->
                one(event, "delete", "artifact", repository + "@" + digest);
            case TagDeleted(var repository, var tag) ->
                one(event, "delete", "tag", repository + ":" + tag);
            case ArtifactPulled pulled -> pulled(event, pulled);
            case AccountChange.Added added -> one(event, "create", "user", added.name());
            case AccountChange.Removed removed -> one(event, "delete", "user", removed.name());
            case AccountChange.Updated updated -> one(event, "update", "user", updated.name());
            case LoggedIn in -> one(event, "login", "user", in.name());
            case LoggedOut out -> one(event, "logout", "user", out.name());
            case ConfigurationChanged(var items) ->
                List.of(entry(
                        event,
                        "update",
                        "configuration",
                        "configuration",
                        "update configuration: " + String.join(", ", items)));
            default -> List.of();
        };
    }

    /// One for each tag, as each is a name of its own.
    private static List<AuditEntry> pushed(Event event, ArtifactPushed pushed) {
        return pushed.tags().isEmpty()
                ? one(event, "create", "artifact", pushed.repository() + "@" + pushed.digest())
                : pushed.tags().stream()
                        .flatMap(tag ->
                                one(event, "create", "artifact", pushed.repository() + ":" + tag)
                                        .stream())
                        .toList();
    }

    private static List<AuditEntry> pulled(Event event, ArtifactPulled pulled) {
        var resource = pulled.tag().isEmpty()
                ? pulled.repository() + "@" + pulled.digest()
                : pulled.repository() + ":" + pulled.tag();
        var times = pulled.times() == 1 ? "" : " (" + pulled.times() + " times)";
        return List.of(
                entry(event, "pull", "artifact", resource, "pull artifact: " + resource + times));
    }

    private static List<AuditEntry> one(
            Event event, String operation, String resourceType, String resource) {
        var description = operation + " " + resourceType + ": " + resource;
        return List.of(entry(event, operation, resourceType, resource, description));
    }

    private static AuditEntry entry(
            Event event,
            String operation,
            String resourceType,
            String resource,
            String description) {
        var username = event.actor().isEmpty() ? ANONYMOUS : event.actor();
        return new AuditEntry(event.at(), username, operation, resourceType, resource, description);
    }
}
