package dev.berth.core.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.core.configuration.Configurations;
import dev.berth.core.configuration.Items;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The operations by which clients find out whom they talk to.
public final class SystemRoutes {
    /// The release of Harbor whose API this is, for clients that look.
    private static final String API_RELEASE = "v2.16.0";

    private static final String AUTH_MODE = "db_auth";
    private static final int CERTIFICATE_BYTES_MAX = 1024 * 1024;

    private final ApiGuards guards;
    private final Configurations configurations;
    private final Installation installation;
    private final Clock clock;

    /// Shows what is so when it is asked.
    public SystemRoutes(
            ApiGuards guards,
            Configurations configurations,
            Installation installation,
            Clock clock) {
        this.guards = guards;
        this.configurations = configurations;
        this.installation = installation;
        this.clock = clock;
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
                        (_, _) -> certificate()),
                Route.of(
                        "getVolumes",
                        Method.GET,
                        "/api/v2.0/systeminfo/volumes",
                        guards.system("system-volumes:read"),
                        (_, _) -> volumes()),
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
        var report = installation.health().report();
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
            String bannerMessage,
            @Nullable String currentTime,
            @Nullable String registryUrl,
            @Nullable String externalUrl,
            @Nullable String projectCreationRestriction,
            @Nullable Boolean hasCaRoot,
            @Nullable String harborVersion,
            @Nullable String registryStorageProviderName,
            @Nullable Boolean readOnly,
            @Nullable Boolean notificationEnable) {}

    /// The way of logging in is the one there is, whatever is configured for a later one.
    private Response info(Caller caller, Request request) {
        var current = configurations.current();
        return Json.response(
                200,
                switch (caller) {
                    case Caller.Nobody _ ->
                        new InfoBody(
                                AUTH_MODE,
                                current.value(Items.PRIMARY_AUTH_MODE),
                                current.value(Items.SELF_REGISTRATION),
                                current.value(Items.BANNER_MESSAGE),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null);
                    case Caller.Known _ ->
                        new InfoBody(
                                AUTH_MODE,
                                current.value(Items.PRIMARY_AUTH_MODE),
                                current.value(Items.SELF_REGISTRATION),
                                current.value(Items.BANNER_MESSAGE),
                                Json.time(clock.instant()),
                                request.origin().getAuthority(),
                                request.origin().toString(),
                                current.value(Items.PROJECT_CREATION_RESTRICTION),
                                installation
                                        .rootCertificate()
                                        .filter(Files::isRegularFile)
                                        .isPresent(),
                                API_RELEASE + "-" + installation.version(),
                                "filesystem",
                                current.value(Items.READ_ONLY),
                                current.value(Items.NOTIFICATION_ENABLE));
                });
    }

    /// The certificate that clients are to trust, if the operator offers one.
    private Response certificate() throws IOException {
        var file = installation.rootCertificate();
        if (file.isEmpty() || !Files.isRegularFile(file.get())) {
            throw new HarborException(
                    ErrorCode.NOT_FOUND, "there is no root certificate to download");
        }
        try (var stream = Files.newInputStream(file.get())) {
            return Response.of(
                            200,
                            "Content-Type",
                            "application/octet-stream",
                            "Content-Disposition",
                            "attachment; filename=ca.crt")
                    .withBody(new Body.Bytes(stream.readNBytes(CERTIFICATE_BYTES_MAX)));
        }
    }

    private record VolumesBody(List<VolumeBody> storage) {}

    private record VolumeBody(long total, long free) {}

    /// The one volume that blobs lie on, in bytes.
    private Response volumes() throws IOException {
        var volume = Files.getFileStore(installation.data());
        return Json.response(
                200,
                new VolumesBody(
                        List.of(new VolumeBody(volume.getTotalSpace(), volume.getUsableSpace()))));
    }

    private record VersionBody(String version) {}

    private static Response version() {
        return Json.response(200, new VersionBody("v2.0"));
    }
}
