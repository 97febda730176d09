package dev.berth.core.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.core.project.ProjectBody;
import dev.berth.core.project.Projects;
import dev.berth.core.project.Totals;
import dev.berth.core.project.Visible;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller;
import dev.berth.core.session.Caller.Known;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.util.List;

/// The operations of the tags "search" and "statistic".
public final class SearchRoutes {
    /// Of projects, and of repositories: nobody reads further.
    private static final int FOUND_MAX = 100;

    private static final int TEXT_CHARACTERS_MAX = 255;

    private final Projects projects;
    private final Totals totals;
    private final ApiGuards guards;

    public SearchRoutes(Projects projects, Totals totals, ApiGuards guards) {
        this.projects = projects;
        this.totals = totals;
        this.guards = guards;
    }

    /// `Search`.
    private record SearchBody(
            @JsonInclude(Include.ALWAYS) List<ProjectBody> project,
            @JsonInclude(Include.ALWAYS) List<RepositoryBody> repository) {}

    /// `SearchRepository`.
    private record RepositoryBody(
            long projectId, String projectName, boolean projectPublic, String repositoryName) {
        static RepositoryBody of(Totals.Found found) {
            return new RepositoryBody(
                    found.project().id(),
                    found.project().name().text(),
                    found.project().isPublic(),
                    found.repository().value());
        }
    }

    /// `Statistic`; totals are for administrators.
    @JsonInclude(Include.ALWAYS)
    private record StatisticBody(
            long privateProjectCount,
            long privateRepoCount,
            long publicProjectCount,
            long publicRepoCount,
            long totalProjectCount,
            long totalRepoCount,
            long totalStorageConsumption) {}

    public List<Route<?>> routes() {
        return List.of(
                Route.of("search", Method.GET, "/api/v2.0/search", guards.anyone(), this::search),
                Route.of(
                        "getStatistic",
                        Method.GET,
                        "/api/v2.0/statistics",
                        guards.known(),
                        this::statistics));
    }

    private Response search(Caller caller, Request request) {
        var text = request.query().first("q");
        if (text.isEmpty()) {
            throw new HarborException(ErrorCode.UNPROCESSABLE_ENTITY, "q in query is required");
        }
        if (text.get().length() > TEXT_CHARACTERS_MAX || text.get().indexOf('\0') >= 0) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST, "no name is longer than 255 characters, or has NUL");
        }
        var found = projects.search(caller, text.get(), FOUND_MAX).stream()
                .map(ProjectBody::of)
                .toList();
        var repositories = totals.search(Visible.to(caller), text.get(), FOUND_MAX).stream()
                .map(RepositoryBody::of)
                .toList();
        return Json.response(200, new SearchBody(found, repositories));
    }

    private Response statistics(Known caller, Request request) {
        var seen = totals.seenBy(caller);
        var ofPublic = seen.ofPublic();
        var ofPrivate = seen.ofPrivate();
        boolean all = caller.isAdministrator();
        return Json.response(
                200,
                new StatisticBody(
                        ofPrivate.projects(),
                        ofPrivate.repositories(),
                        ofPublic.projects(),
                        ofPublic.repositories(),
                        all ? ofPublic.projects() + ofPrivate.projects() : 0,
                        all ? ofPublic.repositories() + ofPrivate.repositories() : 0,
                        all ? totals.bytes() : 0));
    }
}
