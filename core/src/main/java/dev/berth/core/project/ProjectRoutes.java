package dev.berth.core.project;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.core.access.Right;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborError;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.core.api.ListRequest;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller;
import dev.berth.core.session.Caller.Known;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Listing.Match;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The operations of the tag "project".
final class ProjectRoutes {
    private static final String PROJECTS = "/api/v2.0/projects";
    private static final String PROJECT = PROJECTS + "/{" + ProjectGuards.PARAMETER + "}";
    private static final Right LIST_MEMBERS = Right.of("member:list");
    private static final Right READ_QUOTA = Right.of("quota:read");
    private static final Right CREATE = Right.of("project:create");

    /// Room for an allowlist.
    private static final int BODY_BYTES_MAX = 64 * 1024;

    /// Of an answer, for each character that allowlists have in their rows, and for each
    /// project besides.
    private static final long BYTES_PER_CHARACTER = 8;

    private static final long BYTES_PER_PROJECT = 1024;

    private final Projects projects;
    private final Accounts accounts;
    private final ProjectPolicy policy;
    private final ProjectBodies bodies;
    private final ProjectRules rules;
    private final ApiGuards guards;
    private final ProjectGuards projectGuards;

    ProjectRoutes(
            Projects projects,
            Accounts accounts,
            ProjectPolicy policy,
            ProjectBodies bodies,
            ProjectRules rules,
            ApiGuards guards,
            ProjectGuards projectGuards) {
        this.projects = projects;
        this.accounts = accounts;
        this.policy = policy;
        this.bodies = bodies;
        this.rules = rules;
        this.guards = guards;
        this.projectGuards = projectGuards;
    }

    List<Route<?>> routes() {
        var read = projectGuards.project("project:read");
        return List.of(
                Route.of("listProjects", Method.GET, PROJECTS, guards.anyone(), this::list),
                Route.of("headProject", Method.HEAD, PROJECTS, guards.known(), this::exists),
                Route.of("createProject", Method.POST, PROJECTS, guards.known(), this::create)
                        .withBody(BODY_BYTES_MAX),
                Route.of("getProject", Method.GET, PROJECT, read, this::get),
                Route.of(
                                "updateProject",
                                Method.PUT,
                                PROJECT,
                                projectGuards.project("project:update"),
                                this::update)
                        .withBody(BODY_BYTES_MAX),
                Route.of(
                        "deleteProject",
                        Method.DELETE,
                        PROJECT,
                        projectGuards.project("project:delete"),
                        this::delete),
                Route.of(
                        "getProjectDeletable",
                        Method.GET,
                        PROJECT + "/_deletable",
                        projectGuards.project("project:delete"),
                        this::deletable),
                Route.of(
                        "getProjectSummary",
                        Method.GET,
                        PROJECT + "/summary",
                        read,
                        this::summary));
    }

    private Response list(Caller caller, Request request) throws InterruptedIOException {
        var asked = ListRequest.of(request);
        asked = and(asked, request, "name", Match.Contains::new);
        asked = and(asked, request, "owner", Match.Equal::new);
        asked = and(asked, request, "public", Match.Equal::new);
        var part = projects.list(caller, asked.listing());
        // A list of everything has a bound in rows, which must be short ones.
        boolean detailed = asked.pageSize() > 0
                && request.query().first("with_detail").filter("false"::equals).isEmpty();
        if (!detailed) {
            return asked.answer(request, part, listed -> ProjectBody.of(listed).withoutDetail());
        }
        long characters = part.rows().stream()
                .mapToLong(ListedProject::allowlistCharacters)
                .sum();
        request.makeRoom(BYTES_PER_PROJECT * part.rows().size() + BYTES_PER_CHARACTER * characters);
        return asked.answer(request, part, bodies.withLists(part.rows()));
    }

    /// A condition on a column that has a parameter of its own.
    private static ListRequest and(
            ListRequest asked,
            Request request,
            String column,
            Function<String, Listing.Match> match) {
        return request.query()
                .first(column)
                .filter(text -> !text.isEmpty())
                .map(text -> asked.and(column, match.apply(text)))
                .orElse(asked);
    }

    /// What a caller may not see is not there.
    private Response exists(Known caller, Request request) {
        var name = request.query().first("project_name");
        if (name.isEmpty()) {
            throw new HarborException(
                    ErrorCode.UNPROCESSABLE_ENTITY, "project_name in query is required");
        }
        boolean seen = name.filter(ProjectName::isOne)
                .flatMap(projects::find)
                .filter(project -> policy.shows(caller, project))
                .isPresent();
        if (!seen) {
            throw new HarborException(ErrorCode.NOT_FOUND, "there is no such project");
        }
        return Response.of(200);
    }

    private Response create(Known caller, Request request) throws IOException {
        var owner = ownerOfNew(caller);
        var asked = Json.read(request, ProjectRequest.class, BODY_BYTES_MAX)
                .read(caller.isAdministrator(), rules.storageLimit());
        var project = projects.by(caller.name()).create(asked, owner);
        boolean byName = request.headers()
                .first("X-Resource-Name-In-Location")
                .filter("true"::equals)
                .isPresent();
        return Response.of(
                201, "Location", PROJECTS + "/" + (byName ? project.name().text() : project.id()));
    }

    /// Who is to own what the caller makes: themselves; of what a robot makes, the first
    /// administrator.
    ///
    /// @throws HarborException if the caller makes no projects
    private Account ownerOfNew(Known caller) {
        var owner = switch (caller) {
            case Caller.User(var account) ->
                Optional.of(account)
                        .filter(user -> rules.everybodyCreates() || user.administrator());
            case Caller.Robot robot ->
                robot.may(CREATE) ? accounts.findFirstAdministrator() : Optional.<Account>empty();
        };
        return owner.orElseThrow(() -> new HarborException(HarborError.FORBIDDEN));
    }

    private Response get(ProjectAccess access, Request request) {
        return Json.response(200, bodies.of(access.project(), access.caller()));
    }

    private Response update(ProjectAccess access, Request request) throws IOException {
        var sent = Json.read(request, ProjectRequest.class, BODY_BYTES_MAX);
        long id = access.project().id();
        boolean limited = access.caller() instanceof Known known && known.isAdministrator();
        projects.by(access.caller().name())
                .update(
                        id,
                        sent.said(),
                        sent.allowlist(id),
                        limited ? sent.limit() : Optional.empty());
        return Response.of(200);
    }

    private Response delete(ProjectAccess access, Request request) {
        projects.by(access.caller().name()).delete(access.project().id());
        return Response.of(200);
    }

    private Response deletable(ProjectAccess access, Request request) {
        return Json.response(200, ProjectBody.Deletable.of(projects.undeletable(access.project())));
    }

    private Response summary(ProjectAccess access, Request request) {
        return Json.response(
                200,
                bodies.summary(access.project(), access.may(LIST_MEMBERS), access.may(READ_QUOTA)));
    }
}
