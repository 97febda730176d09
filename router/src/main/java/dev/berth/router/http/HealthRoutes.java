package dev.berth.router.http;

import dev.berth.platform.http.Body;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.PlainErrors;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.lifecycle.Drain;
import dev.berth.router.project.Projects;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `/healthz` and `/readyz` where clients connect, in the words of harbor-router.
///
/// Being alive does not depend on Harbor; being ready means that nothing troubles the projects, and
/// that this process is not about to go. Anybody may ask, so the trouble is not told here.
public final class HealthRoutes {
    private static final Guard<Boolean> ANYONE = new Anyone();

    private HealthRoutes() {}

    /// The two routes.
    ///
    /// @param trouble why requests must not be sent here, if they must not
    public static RouteGroup assemble(
            Projects projects, Supplier<Optional<String>> trouble, Drain drain) {
        return new RouteGroup(
                "/",
                List.of(
                        Route.of(
                                "health",
                                Method.GET,
                                "/healthz",
                                ANYONE,
                                (_, _) -> json(
                                        200,
                                        "{\"status\":\"healthy\",\"projects\":%d}"
                                                .formatted(count(projects)))),
                        Route.of(
                                "health",
                                Method.GET,
                                "/readyz",
                                ANYONE,
                                (_, _) -> readiness(projects, trouble, drain))),
                new PlainErrors(),
                Headers.of("Cache-Control", "no-store"));
    }

    private static int count(Projects projects) {
        return projects.state().list().size();
    }

    private static Response readiness(
            Projects projects, Supplier<Optional<String>> trouble, Drain drain) {
        return trouble.get().isPresent() || drain.hasBegun()
                ? json(503, "{\"ready\":false}")
                : json(
                        200,
                        "{\"ready\":true,\"projects\":%d,\"list_age_seconds\":%d}"
                                .formatted(count(projects), projects.age().toSeconds()));
    }

    private static Response json(int status, String text) {
        return Response.of(status, "Content-Type", "application/json")
                .withBody(new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Probes know no passwords; what is told is a number.
    private record Anyone() implements Guard<Boolean> {
        @Override
        public String permission() {
            return "none";
        }

        @Override
        public Boolean admit(Request request) {
            return true;
        }
    }
}
