package dev.berth.core.permission;

import dev.berth.core.access.Right;
import dev.berth.core.api.Json;
import dev.berth.core.project.ProjectPolicy;
import dev.berth.core.project.Projects;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller.Known;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.util.List;
import java.util.regex.Pattern;

/// What somebody may do in a project, as the page of a browser asks to know what to show.
public final class PermissionRoutes {
    private static final String PROJECT = "project";
    private static final Pattern SCOPE = Pattern.compile("/project/([0-9]{1,18})");

    private final Projects projects;
    private final ProjectPolicy policy;
    private final ApiGuards guards;

    public PermissionRoutes(Projects projects, ProjectPolicy policy, ApiGuards guards) {
        this.projects = projects;
        this.policy = policy;
        this.guards = guards;
    }

    public List<Route<?>> routes() {
        return List.of(Route.of(
                "getCurrentUserPermissions",
                Method.GET,
                "/api/v2.0/users/current/permissions",
                guards.known(),
                this::list));
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
                .map(project -> List.copyOf(policy.rights(caller.account(), project)))
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
