package dev.berth.app.role;

import dev.berth.platform.config.Alias;
import dev.berth.platform.config.Settings;
import dev.berth.platform.http.HttpServer;
import dev.berth.platform.http.HttpSettings;
import dev.berth.platform.lifecycle.Drain;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.router.RouterFeature;
import dev.berth.router.RouterSettings;
import dev.berth.router.RouterVariables;
import dev.berth.router.metrics.RequestMetrics;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One address in front of the proxy-cache projects of a Harbor.
///
/// It listens where harbor-router does, and takes its variables.
public record RouterRole() implements Role<RouterRole.Configured> {
    /// Everything that the role can be told.
    public record Configured(HttpSettings http, RouterSettings router) {}

    @Override
    public String name() {
        return "router";
    }

    @Override
    public String description() {
        return "Send pulls to the proxy-cache project of a Harbor that has the image.";
    }

    @Override
    public Map<String, String> preferences() {
        return Map.of(
                "http.listen", "0.0.0.0:8080",
                "http.backlog", "8192",
                "management.listen", "0.0.0.0:9090");
    }

    @Override
    public List<Alias> aliases() {
        return RouterVariables.aliases();
    }

    @Override
    public Configured configure(Settings settings) {
        var http = HttpSettings.from(settings);
        var router = RouterSettings.from(settings);
        if (router.clientAuthorities().isPresent() && http.tls().isEmpty()) {
            RouterSettings.refuseCleartext(settings);
        }
        return new Configured(http, router);
    }

    @Override
    public Serving start(Configured settings, Telemetry telemetry, Drain drain, Resources opened)
            throws IOException {
        var router = RouterFeature.start(
                settings.router(), telemetry.metrics(), Clock.systemUTC(), drain, opened);
        var requests = new RequestTelemetry(
                telemetry.metrics(), telemetry.tracing(), settings.http().limits());
        var http = settings.router()
                .clientAuthorities()
                .map(settings.http()::withClientAuthorities)
                .orElse(settings.http());
        var server = opened.add(HttpServer.start(
                http,
                router.groups(),
                new RequestMetrics(telemetry.metrics(), ProgramVersion.text(), requests)));
        return new Serving(
                ClientAddress.of(http, server),
                Optional.empty(),
                Optional::empty,
                router.operators(),
                router.checks());
    }
}
