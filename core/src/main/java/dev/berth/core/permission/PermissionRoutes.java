package dev.berth.core.permission;

import dev.berth.core.access.GrantableRights;
import dev.berth.core.access.Right;
import dev.berth.core.api.HarborError;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.core.project.Members;
import dev.berth.core.project.ProjectPolicy;
import dev.berth.core.project.Projects;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller;
import dev.berth.core.session.Caller.Known;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// What somebody may do in a project, as the page of a browser asks to know what to show; and what
/// can be granted to robots.
public final class PermissionRoutes {
    private static final String PROJECT = "project";
    private static final Pattern SCOPE = Pattern.compile("/project/([0-9]{1,18})");

    private final Projects projects;
    private final Members members;
    private final ProjectPolicy policy;
    private final ApiGuards guards;

    public PermissionRoutes(
            Projects projects, Members members, ProjectPolicy policy, ApiGuards guards) {
        this.projects = projects;
        this.members = members;
        this.policy = policy;
        this.guards = guards;
    }

    public List<Route<?>> routes() {
        return List.of(
                Route.of(
                        "getCurrentUserPermissions",
                        Method.GET,
                        "/api/v2.0/users/current/permissions",
                        guards.known(),
                        this::list),
                Route.of(
                        "getPermissions",
                        Method.GET,
                        "/api/v2.0/permissions",
                        guards.known(),
                        this::catalogue));
    }

    /// `Permissions`; what there is nothing of is left out.
    private record CatalogueBody(List<GrantableBody> system, List<GrantableBody> project) {}

    private record GrantableBody(String resource, String action) {
        static List<GrantableBody> of(Collection<Right> rights) {
            return rights.stream()
                    .map(right -> new GrantableBody(right.resource(), right.action()))
                    .toList();
        }
    }

    /// What can be granted by who looks after a project; all of it for administrators.
    private Response catalogue(Known caller, Request request) {
        boolean isProjectAdmin = caller instanceof Caller.User(var account)
                && (account.administrator() || members.isProjectAdmin(account));
        if (!isProjectAdmin) {
            throw new HarborException(HarborError.FORBIDDEN);
        }
        return Json.response(
                200,
                new CatalogueBody(
                        caller.isAdministrator()
                                ? GrantableBody.of(GrantableRights.inSystem())
                                : List.of(),
                        GrantableBody.of(GrantableRights.inProjects())));
    }

    /// `Permission`; `resource` is a path, or the end of one.
    private record PermissionBody(String resource, String action) {
        /// The project itself is `.` below itself.
        static PermissionBody relative(Right right) {
            boolean isProject = right.resource().equals(PROJECT);
            return new PermissionBody(isProject ? "." : right.resource(), right.action());
        }

        static PermissionBody below(String scope, Right right) {
            boolean isProject = right.resource().equals(PROJECT);
            return new PermissionBody(
                    isProject ? scope : scope + "/" + right.resource(), right.action());
        }
    }

    /// Nothing for a scope that is not a project, or not one that is there.
    private Response list(Known caller, Request request) {
        var scope = SCOPE.matcher(request.query().first("scope").orElse(""));
        if (!scope.matches()) {
            return Json.response(200, List.of());
        }
        boolean relative =
                request.query().first("relative").filter("true"::equals).isPresent();
        var rights = projects.find(Long.parseLong(scope.group(1)))
                .map(project -> List.copyOf(policy.rights(caller, project)))
                .orElse(List.of());
        return Json.response(
                200,
                rights.stream()
                        .map(right -> relative
                                ? PermissionBody.relative(right)
                                : PermissionBody.below(scope.group(), right))
                        .toList());
    }
}
