package dev.berth.core.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.core.access.Right;
import dev.berth.core.api.Json;
import dev.berth.core.api.ListRequest;
import dev.berth.core.project.ProjectAccess;
import dev.berth.core.project.ProjectGuards;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller;
import dev.berth.core.session.Caller.Known;
import dev.berth.jobs.event.DeliverEvents;
import dev.berth.platform.database.Listing;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.io.IOException;
import java.util.List;

/// The operations of the tag "auditlog", and the logs of a project.
///
/// A list is as new as it can be: what has happened is written down before it is read, so that who
/// does something and looks sees it.
final class AuditRoutes {
    private static final String LOGS = "/api/v2.0/auditlog-exts";
    private static final String PROJECT =
            "/api/v2.0/projects/{" + ProjectGuards.NAME_PARAMETER + "}";
    private static final String LIST_LOG = "log:list";
    private static final Right LIST = Right.of("audit-log:list");

    private final AuditLog auditLog;
    private final DeliverEvents deliver;

    AuditRoutes(AuditLog auditLog, DeliverEvents deliver) {
        this.auditLog = auditLog;
        this.deliver = deliver;
    }

    List<Route<?>> routes(ApiGuards guards, ProjectGuards projectGuards) {
        return List.of(
                Route.of(
                        "listAuditLogs",
                        Method.GET,
                        "/api/v2.0/audit-logs",
                        guards.known(),
                        (_, request) -> nothing(request)),
                Route.of("listAuditLogExts", Method.GET, LOGS, guards.known(), this::list),
                Route.of(
                        "listAuditLogEventTypes",
                        Method.GET,
                        LOGS + "/events",
                        guards.system("audit-log:list"),
                        (_, _) -> types()),
                Route.of(
                        "getLogs",
                        Method.GET,
                        PROJECT + "/logs",
                        projectGuards.named(LIST_LOG),
                        (_, request) -> nothing(request)),
                Route.of(
                        "getLogExts",
                        Method.GET,
                        PROJECT + "/auditlog-exts",
                        projectGuards.named(LIST_LOG),
                        this::listOfProject));
    }

    private record EntryBody(
            long id,
            String username,
            String resource,
            String resourceType,
            String operation,
            String operationDescription,
            @JsonInclude(Include.ALWAYS) boolean operationResult,
            String opTime) {
        /// What was refused did not happen, so every entry is of a success.
        static EntryBody of(AuditTable.Row row) {
            var entry = row.entry();
            return new EntryBody(
                    row.id(),
                    entry.username(),
                    entry.resource(),
                    entry.resourceType(),
                    entry.operation(),
                    entry.description(),
                    true,
                    Json.time(entry.at()));
        }
    }

    /// All entries for who may see them all; others see those of projects that they look after.
    private Response list(Known caller, Request request) throws IOException, InterruptedException {
        if (caller.may(LIST)) {
            return list(new AuditScope.All(), request);
        }
        return switch (caller) {
            case Caller.User(var account) -> list(new AuditScope.ToAccount(account.id()), request);
            case Caller.Robot _ -> nothing(request);
        };
    }

    private Response listOfProject(ProjectAccess access, Request request)
            throws IOException, InterruptedException {
        return list(new AuditScope.OfProject(access.project().id()), request);
    }

    private Response list(AuditScope scope, Request request)
            throws IOException, InterruptedException {
        var asked = ListRequest.of(request);
        deliver.catchUp();
        return asked.answer(request, auditLog.list(scope, asked.listing()), EntryBody::of);
    }

    /// What a Harbor of before 2.13 has written: here there never was one.
    private static Response nothing(Request request) throws IOException {
        return ListRequest.of(request)
                .answer(request, new Listing.Part<EntryBody>(List.of(), 0), entry -> entry);
    }

    private record TypeBody(String eventType) {}

    private static Response types() {
        return Json.response(200, AuditEntry.TYPES.stream().map(TypeBody::new).toList());
    }
}
