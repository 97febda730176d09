package dev.berth.app.role;

import dev.berth.auth.SecretSeal;
import dev.berth.auth.account.FirstStart;
import dev.berth.auth.http.AuthFeature;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.CoreFeature;
import dev.berth.core.Foundation;
import dev.berth.core.configuration.ConfigurationSettings;
import dev.berth.core.configuration.Configurations;
import dev.berth.core.configuration.ReadOnlyMode;
import dev.berth.core.project.ProjectFeature;
import dev.berth.core.robot.RobotFeature;
import dev.berth.core.robot.RobotKeys;
import dev.berth.core.system.Installation;
import dev.berth.jobs.JobWorker;
import dev.berth.jobs.RecurringJob;
import dev.berth.jobs.event.EventWorker;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.config.Alias;
import dev.berth.platform.config.Secret;
import dev.berth.platform.config.Settings;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Databases;
import dev.berth.platform.http.HttpServer;
import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.lifecycle.Drain;
import dev.berth.platform.lifecycle.Health;
import dev.berth.platform.lifecycle.HealthCheck;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.registry.RegistryContent;
import dev.berth.registry.RegistryMetrics;
import dev.berth.registry.gc.Backlog;
import dev.berth.registry.gc.CollectGarbage;
import dev.berth.registry.gc.ExpireUploads;
import dev.berth.registry.http.Notice;
import dev.berth.registry.http.V2Routes;
import dev.berth.registry.pull.PullGate;
import dev.berth.registry.push.Admission;
import dev.berth.storage.BlobStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The registry: `/v2`, its token service, Harbor's API, and the work that goes on behind them.
///
/// @param name the word on the command line: `core`, or `dev` for trying out
public record CoreRole(String name, String description, Map<String, String> preferences)
        implements Role<CoreSettings> {
    private static final Logger log = LoggerFactory.getLogger(CoreRole.class);
    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(2);
    private static final Duration KEY_ROTATION_CHECK = Duration.ofHours(1);
    private static final Duration UPLOAD_EXPIRY_CHECK = Duration.ofMinutes(10);
    private static final Duration SESSION_EXPIRY_CHECK = Duration.ofMinutes(10);

    /// Where Linux tells it; asking a name server could take long.
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /// Asked in this order whether a manifest may enter.
    private static final List<Admission> ADMISSIONS = List.of();

    /// Asked in this order whether a manifest may leave.
    private static final List<PullGate> PULL_GATES = List.of();

    /// Asked in this order what to tell people beside an answer.
    private static final List<Notice> NOTICES = List.of();

    @Override
    public List<Alias> aliases() {
        return ConfigurationSettings.aliases();
    }

    @Override
    public CoreSettings configure(Settings settings) {
        return CoreSettings.from(settings);
    }

    @Override
    public Serving start(CoreSettings settings, Telemetry telemetry, Drain drain, Resources opened)
            throws IOException, InterruptedException {
        var clock = Clock.systemUTC();
        // First: opening brings the schema up to date, under the feet of whoever is there.
        opened.add(Databases.reserve(settings.database()));
        var parts = CoreParts.open(settings, telemetry.metrics(), opened);
        var database = parts.database();
        var store = parts.store();
        var outbox = new Outbox(clock);
        var configurations = new Configurations(
                database,
                SecretSeal.open(settings.data()),
                outbox,
                settings.auth().tokens().lifetime());
        var hashes = PasswordHashes.standard();
        var robotRules = CoreFeature.robotRules(configurations);
        var keys = new RobotKeys(database, robotRules, clock);
        var open = settings.api().openProjects();
        open.warnings().forEach(log::warn);
        var projects = ProjectFeature.assemble(database, hashes, keys, List.of(keys), open, clock);
        var robots = RobotFeature.assemble(database, hashes, projects, robotRules, clock);
        var auth = AuthFeature.assemble(
                settings.auth(),
                database,
                hashes,
                projects.accounts(),
                keys,
                projects.permissions(settings.api().projectOnPush()),
                configurations::tokenLifetime,
                clock);
        var content = RegistryContent.assemble(
                database,
                store,
                settings.registry(),
                clock,
                projects.owners(),
                ADMISSIONS,
                PULL_GATES);
        var core = CoreFeature.assemble(
                new Foundation(
                        database,
                        auth.logins(),
                        configurations,
                        outbox,
                        List.of(content.pulls()),
                        clock),
                settings.api(),
                projects,
                robots,
                installation(settings, parts));
        auth.metrics().register(telemetry.metrics());
        RegistryMetrics.register(telemetry.metrics(), content, new Backlog(database, store, clock));
        auth.start();
        // What listens hears of what is made next.
        core.start();
        projects.start();
        opened.add(EventWorker.start(core.deliver()));
        opened.add(JobWorker.start(
                database,
                jobs(settings, parts, auth, core, clock),
                telemetry.metrics(),
                settings.http().drainWait()));
        var server = opened.add(HttpServer.start(
                settings.http(),
                routes(
                        settings,
                        content,
                        auth,
                        projects,
                        core,
                        new ReadOnlyMode(configurations),
                        telemetry.metrics()),
                new RequestTelemetry(
                        telemetry.metrics(),
                        telemetry.tracing(),
                        settings.http().limits())));
        return new Serving(
                ClientAddress.of(settings.http(), server),
                Optional.of(settings.data()),
                () -> generatedPassword(auth.ensureAdministrator()),
                List.of(),
                checks(database, store, "storage"));
    }

    private static Installation installation(CoreSettings settings, CoreParts parts)
            throws IOException {
        return new Installation(
                new Health(checks(parts.database(), parts.store(), "registry")),
                ProgramVersion.text(),
                Files.exists(HOST_NAME) ? Files.readString(HOST_NAME).strip() : "",
                settings.data(),
                settings.api().rootCertificate());
    }

    /// Every route that clients reach. What each caller may is in `docs/permissions.md` and
    /// `docs/permissions-api.md`.
    private static List<RouteGroup> routes(
            CoreSettings settings,
            RegistryContent content,
            AuthFeature auth,
            ProjectFeature projects,
            CoreFeature core,
            ReadOnlyMode readOnly,
            Metrics metrics) {
        var routes = new ArrayList<RouteGroup>();
        var v2 = v2Routes(settings, content, auth, metrics);
        routes.add(readOnly.overRegistry(
                settings.api().projectOnPush() ? projects.madeByPushes(v2) : v2));
        routes.add(auth.routes());
        routes.addAll(core.groups());
        return routes;
    }

    /// Those of `/v2` and of its token service.
    public static List<RouteGroup> registryRoutes(
            CoreSettings settings, RegistryContent content, AuthFeature auth, Metrics metrics) {
        return List.of(v2Routes(settings, content, auth, metrics), auth.routes());
    }

    private static RouteGroup v2Routes(
            CoreSettings settings, RegistryContent content, AuthFeature auth, Metrics metrics) {
        return V2Routes.assemble(content, settings.registry(), auth.guards(), metrics, NOTICES);
    }

    private static List<RecurringJob> jobs(
            CoreSettings settings,
            CoreParts parts,
            AuthFeature auth,
            CoreFeature core,
            Clock clock) {
        var database = parts.database();
        var store = parts.store();
        var collect = new CollectGarbage(database, store, clock);
        var expire = new ExpireUploads(store, settings.registry().uploadLifetime(), clock);
        return List.of(
                new RecurringJob("collect-garbage", settings.garbageInterval(), collect::collect),
                new RecurringJob("expire-uploads", UPLOAD_EXPIRY_CHECK, expire::expire),
                new RecurringJob(
                        "expire-sessions",
                        SESSION_EXPIRY_CHECK,
                        () -> core.sessions().expire()),
                new RecurringJob(
                        "rotate-signing-key",
                        KEY_ROTATION_CHECK,
                        () -> auth.signingKeys().rotate()));
    }

    /// @param storeName what the store is called; for Harbor's clients it is the registry
    private static List<HealthCheck> checks(Database database, BlobStore store, String storeName) {
        return List.of(
                new HealthCheck(
                        "database",
                        PROBE_DEADLINE,
                        () -> database.answers(PROBE_DEADLINE)
                                ? Optional.empty()
                                : Optional.of("the database does not answer")),
                new HealthCheck(storeName, PROBE_DEADLINE, () -> {
                    store.check();
                    return Optional.empty();
                }));
    }

    private static Optional<Secret> generatedPassword(FirstStart firstStart) {
        return switch (firstStart) {
            case FirstStart.NotFirst _, FirstStart.WithConfiguredPassword _ -> Optional.empty();
            case FirstStart.WithNewPassword made -> Optional.of(made.password());
        };
    }
}
