package dev.berth.app.role;

import dev.berth.platform.config.HostPort;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.HttpEvents;
import dev.berth.platform.http.HttpServer;
import dev.berth.platform.http.HttpSettings;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.PlainErrors;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.lifecycle.Health;
import dev.berth.platform.telemetry.Metrics;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `/healthz`, `/readyz` and `/metrics`, for whoever can connect.
///
/// - `/healthz` is 200 as long as this process answers: nothing else is a reason to restart
///   it.
/// - `/readyz` is 503 until [#started], and when a check finds trouble or the process is about
///   to go.
final class Management {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Guard<Boolean> ANYONE = new Anyone();

    private final Health ready;
    private final Metrics metrics;
    private volatile boolean started;

    Management(Health ready, Metrics metrics) {
        this.ready = ready;
        this.metrics = metrics;
    }

    /// Listens and answers.
    ///
    /// @param others routes of the role's own
    /// @throws IOException if the address cannot be listened on
    HttpServer start(HostPort listen, List<RouteGroup> others) throws IOException {
        var groups = new ArrayList<>(others);
        groups.add(routes());
        return HttpServer.start(HttpSettings.cleartext(listen.resolve()), groups, HttpEvents.NONE);
    }

    /// Says that everything has started; until then `/readyz` is 503.
    void started() {
        started = true;
    }

    RouteGroup routes() {
        var routes = List.<Route<?>>of(
                Route.of(
                        "healthz",
                        Method.GET,
                        "/healthz",
                        ANYONE,
                        (_, _) -> json(200, Map.of("status", "well"))),
                Route.of("readyz", Method.GET, "/readyz", ANYONE, (_, _) -> readiness()),
                Route.of("metrics", Method.GET, "/metrics", ANYONE, (_, _) -> metrics()));
        return new RouteGroup(
                "/", routes, new PlainErrors(), Headers.of("Cache-Control", "no-store"));
    }

    private Response readiness() throws InterruptedException {
        if (!started) {
            return json(503, Map.of("status", "starting"));
        }
        var report = ready.report();
        var checks = new LinkedHashMap<String, String>();
        report.troubles().forEach((name, trouble) -> checks.put(name, trouble.orElse("well")));
        var body = new LinkedHashMap<String, Object>();
        body.put("status", report.isWell() ? "well" : "unwell");
        body.put("checks", checks);
        return json(report.isWell() ? 200 : 503, body);
    }

    private Response metrics() throws IOException {
        var text = new ByteArrayOutputStream();
        metrics.write(text);
        return Response.of(200, "Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .withBody(new Body.Bytes(text.toByteArray()));
    }

    private static Response json(int status, Object body) {
        var text = JSON.writeValueAsString(body) + "\n";
        return Response.of(status, "Content-Type", "application/json")
                .withBody(new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// The address is the guard: by default nobody but this machine can connect.
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
