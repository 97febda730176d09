package dev.berth.app.role;

import dev.berth.platform.config.HostPort;
import dev.berth.platform.config.Secret;
import dev.berth.platform.lifecycle.Drain;
import dev.berth.platform.lifecycle.Health;
import dev.berth.platform.lifecycle.HealthCheck;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.platform.lifecycle.ServiceManager;
import dev.berth.platform.telemetry.Logging;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.platform.telemetry.Tracing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs a role from start to stop.
///
/// How it works: telemetry first, so that starting is seen; then the role; then management,
/// so that nobody finds the process ready before it is; then the first administrator, so that
/// a start that fails uses up no password; then readiness. When the drain begins, readiness
/// fails for the delay that is set, and everything is closed in reverse order: management,
/// the role with its server at first, telemetry.
public final class RunRole<C> {
    private static final Logger log = LoggerFactory.getLogger(RunRole.class);

    private final Role<C> role;
    private final OutputStream logOut;
    private final ServiceManager manager;
    private final Drain drain;

    /// @param logOut where the log goes; stays open
    public RunRole(Role<C> role, OutputStream logOut, ServiceManager manager, Drain drain) {
        this.role = role;
        this.logOut = logOut;
        this.manager = manager;
        this.drain = drain;
    }

    /// Told once what is served, where management is, and which password was made up.
    @FunctionalInterface
    public interface Announcement {
        void tell(Serving serving, URI management, Optional<Secret> generatedPassword);
    }

    /// Serves until the drain begins and everything is closed.
    ///
    /// @throws IOException if something cannot be opened or closed
    public void run(RoleSettings<C> settings, Announcement announce)
            throws IOException, InterruptedException {
        try (var opened = new Resources()) {
            var telemetry = telemetry(settings.process(), opened);
            var serving = role.start(settings.role(), telemetry, drain, opened);
            var ready = new Management(health(serving), telemetry.metrics());
            var management = start(ready, serving, settings.process(), opened);
            var generatedPassword = serving.firstAdministrator().ensure();
            ready.started();

            announce.tell(serving, management, generatedPassword);
            manager.ready("serving " + serving.uri());
            log.atInfo()
                    .addKeyValue("role", role.name())
                    .addKeyValue("uri", serving.uri())
                    .addKeyValue("management", management)
                    .log("started");

            drain.await();
            manager.stopping();
            log.atInfo().addKeyValue("role", role.name()).log("stopping");
            TimeUnit.MILLISECONDS.sleep(settings.process().drainDelay().toMillis());
        }
    }

    private Telemetry telemetry(ProcessSettings settings, Resources opened) throws IOException {
        var metrics = opened.add(new Metrics());
        opened.add(Logging.start(settings.log(), logOut, metrics));
        return new Telemetry(metrics, opened.add(Tracing.start(settings.tracing())));
    }

    private Health health(Serving serving) {
        var checks = new ArrayList<>(List.of(HealthCheck.accepting(drain)));
        checks.addAll(serving.checks());
        return new Health(checks);
    }

    private static URI start(
            Management management, Serving serving, ProcessSettings settings, Resources opened)
            throws IOException {
        var server = opened.add(management.start(settings.management(), serving.operators()));
        var host = settings.management().host();
        return URI.create("http://" + new HostPort(host, server.address().getPort()));
    }
}
