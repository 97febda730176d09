package dev.berth.core.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.lifecycle.Health;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The operations by which clients find out whom they talk to.
public final class SystemRoutes {
    /// The release of Harbor whose API this is, for clients that look.
    private static final String API_RELEASE = "v2.16.0";

    private final ApiGuards guards;
    private final Health health;
    private final Clock clock;
    private final String version;

    /// Shows what is so when it is asked.
    ///
    /// @param health its checks go by the names that are shown
    /// @param version ours, shown behind Harbor's
    public SystemRoutes(ApiGuards guards, Health health, Clock clock, String version) {
        this.guards = guards;
        this.health = health;
        this.clock = clock;
        this.version = version;
    }

    public List<Route<?>> routes() {
        var anyone = guards.anyone();
        return List.of(
                Route.of("getPing", Method.GET, "/api/v2.0/ping", anyone, (_, _) -> pong()),
                Route.of("getHealth", Method.GET, "/api/v2.0/health", anyone, (_, _) -> health()),
                Route.of("getSystemInfo", Method.GET, "/api/v2.0/systeminfo", anyone, this::info),
                Route.of(
                        "getCert",
                        Method.GET,
                        "/api/v2.0/systeminfo/getcert",
                        anyone,
                        (_, _) -> noCertificate()),
                Route.of("getVersion", Method.GET, "/api/version", anyone, (_, _) -> version()));
    }

    private static Response pong() {
        return Response.of(200, "Content-Type", "text/plain; charset=utf-8")
                .withBody(new Body.Bytes("Pong".getBytes(StandardCharsets.UTF_8)));
    }

    private record HealthBody(String status, List<ComponentBody> components) {}

    private record ComponentBody(String name, String status, String error) {
        /// What exactly is wrong may name addresses and folders, so it is not told to everybody.
        static ComponentBody of(String name, boolean isWell) {
            return isWell
                    ? new ComponentBody(name, "healthy", "")
                    : new ComponentBody(name, "unhealthy", "the operator's /readyz says why");
        }
    }

    /// This process itself is well, since it answers.
    private Response health() throws InterruptedException {
        var report = health.report();
        var components = new ArrayList<ComponentBody>();
        components.add(ComponentBody.of("core", true));
        report.troubles()
                .forEach((name, trouble) ->
                        components.add(ComponentBody.of(name, trouble.isEmpty())));
        components.sort(Comparator.comparing(ComponentBody::name));
        var status = report.isWell() ? "healthy" : "unhealthy";
        return Json.response(200, new HealthBody(status, components));
    }

    /// `GeneralInfo`: false and empty are said, null is not.
    @JsonInclude(Include.NON_NULL)
    private record InfoBody(
            String authMode,
            boolean primaryAuthMode,
            boolean selfRegistration,
            @Nullable String currentTime,
            @Nullable String registryUrl,
            @Nullable String externalUrl,
            @Nullable Boolean hasCaRoot,
            @Nullable String harborVersion,
            @Nullable String registryStorageProviderName,
            @Nullable Boolean readOnly) {}

    private Response info(Caller caller, Request request) {
        return Json.response(
                200,
                switch (caller) {
                    case Caller.Nobody _ ->
                        new InfoBody(
                                "db_auth", false, false, null, null, null, null, null, null, null);
                    case Caller.Known _ ->
                        new InfoBody(
                                "db_auth",
                                false,
                                false,
                                Json.time(clock.instant()),
                                request.origin().getAuthority(),
                                request.origin().toString(),
                                false,
                                API_RELEASE + "-" + version,
                                "filesystem",
                                false);
                });
    }

    private static Response noCertificate() {
        throw new HarborException(ErrorCode.NOT_FOUND, "there is no root certificate to download");
    }

    private record VersionBody(String version) {}

    private static Response version() {
        return Json.response(200, new VersionBody("v2.0"));
    }
}
