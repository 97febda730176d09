package dev.berth.core.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.core.api.Json;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller.Known;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.util.List;

/// `/api/berth/v1/explain`: ours, Harbor has nothing like it.
public final class ExplainRoutes {
    private final Explain explain;
    private final ApiGuards guards;

    public ExplainRoutes(Explain explain, ApiGuards guards) {
        this.explain = explain;
        this.guards = guards;
    }

    private record ExplanationBody(
            @JsonInclude(Include.ALWAYS) boolean allowed, List<String> reasons) {}

    public List<Route<?>> routes() {
        return List.of(Route.of(
                "explain",
                Method.GET,
                "/api/berth/v1/explain",
                guards.system("explain:read"),
                this::explain));
    }

    private Response explain(Known caller, Request request) {
        var query = request.query();
        var explanation = explain.of(
                query.first("principal").orElse(""),
                query.first("operation").orElse(""),
                query.first("resource").orElse(""));
        return Json.response(
                200, new ExplanationBody(explanation.allowed(), explanation.reasons()));
    }
}
