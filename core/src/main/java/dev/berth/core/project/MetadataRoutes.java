package dev.berth.core.project;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The operations of the tag "projectMetadata": metadata one by one.
///
/// Oddities are Harbor's: adding answers 200, and no role may list what it may read one by one.
final class MetadataRoutes {
    private static final String NAME = "meta_name";
    private static final String ALL =
            "/api/v2.0/projects/{" + ProjectGuards.PARAMETER + "}/metadatas/";
    private static final String ONE = ALL + "{" + NAME + "}";
    private static final int BODY_BYTES_MAX = 16 * 1024;

    private final Projects projects;
    private final ProjectGuards guards;

    MetadataRoutes(Projects projects, ProjectGuards guards) {
        this.projects = projects;
        this.guards = guards;
    }

    /// One of them, by its name.
    private record Entry(String name, String value) {}

    /// The body: an object with one text in it.
    private static final class Sent extends LinkedHashMap<String, @Nullable String> {}

    List<Route<?>> routes() {
        return List.of(
                Route.of(
                        "listProjectMetadatas",
                        Method.GET,
                        ALL,
                        guards.project("metadata:list"),
                        this::list),
                Route.of(
                                "addProjectMetadatas",
                                Method.POST,
                                ALL,
                                guards.project("metadata:create"),
                                this::add)
                        .withBody(BODY_BYTES_MAX),
                Route.of(
                        "getProjectMetadata",
                        Method.GET,
                        ONE,
                        guards.project("metadata:read"),
                        this::get),
                Route.of(
                                "updateProjectMetadata",
                                Method.PUT,
                                ONE,
                                guards.project("metadata:update"),
                                this::update)
                        .withBody(BODY_BYTES_MAX),
                Route.of(
                        "deleteProjectMetadata",
                        Method.DELETE,
                        ONE,
                        guards.project("metadata:delete"),
                        this::delete));
    }

    private Response list(ProjectAccess access, Request request) {
        return Json.response(200, access.project().shownMetadata());
    }

    private Response add(ProjectAccess access, Request request) throws IOException {
        var sent = read(request);
        projects.by(access.caller().name())
                .addMetadata(access.project().id(), sent.name(), sent.value());
        return Response.of(200);
    }

    private Response get(ProjectAccess access, Request request) {
        var name = require(access, request);
        var value = access.project().shownMetadata().getOrDefault(name, "");
        return Json.response(200, Map.of(name, value));
    }

    private Response update(ProjectAccess access, Request request) throws IOException {
        var name = require(access, request);
        var sent = read(request);
        if (!sent.name().equals(name)) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST, "the body names other metadata than the path");
        }
        projects.by(access.caller().name())
                .update(
                        access.project().id(),
                        Map.of(sent.name(), sent.value()),
                        Optional.empty(),
                        Optional.empty());
        return Response.of(200);
    }

    private Response delete(ProjectAccess access, Request request) {
        projects.by(access.caller().name())
                .removeMetadata(access.project().id(), require(access, request));
        return Response.of(200);
    }

    private static Entry read(Request request) throws IOException {
        var sent = Json.read(request, Sent.class, BODY_BYTES_MAX);
        if (sent.size() != 1) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST, "the body is an object with one metadata in it");
        }
        var only = sent.firstEntry();
        var value = only.getValue() == null ? "" : only.getValue();
        return new Entry(only.getKey(), Metadata.value(only.getKey(), value));
    }

    /// The name in the path, of which the project has a value.
    private static String require(ProjectAccess access, Request request) {
        var name = request.parameter(NAME);
        Metadata.requireKnown(name);
        if (!access.project().shownMetadata().containsKey(name)) {
            throw new HarborException(ErrorCode.NOT_FOUND, "the project has no " + name);
        }
        return name;
    }
}
