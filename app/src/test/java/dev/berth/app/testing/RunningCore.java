package dev.berth.app.testing;

import dev.berth.app.role.CoreParts;
import dev.berth.app.role.CoreSettings;
import dev.berth.app.role.RoleSettings;
import dev.berth.app.role.Roles;
import dev.berth.app.role.RunRole;
import dev.berth.auth.account.AccountName;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.CoreFeature;
import dev.berth.core.access.Right;
import dev.berth.core.access.Role;
import dev.berth.core.configuration.Configurations;
import dev.berth.core.project.NewProject;
import dev.berth.core.project.ProjectFeature;
import dev.berth.core.project.ProjectName;
import dev.berth.core.robot.Access;
import dev.berth.core.robot.Author;
import dev.berth.core.robot.Robot;
import dev.berth.core.robot.RobotDraft;
import dev.berth.core.robot.RobotFeature;
import dev.berth.core.robot.RobotKeys;
import dev.berth.platform.config.Config;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Database;
import dev.berth.platform.lifecycle.Drain;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.platform.lifecycle.ServiceManager;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The role `core` in this process, on free ports, as [RunRole] runs it.
///
/// - The log of the process is this one's while it runs, so there is one at a time.
/// - Members are added while it stands still: see [#addMember].
public final class RunningCore implements AutoCloseable {
    public static final String ADMINISTRATOR = "admin";
    public static final String PASSWORD = "correct horse";
    public static final String ROBOT_SECRET = "Correct horse 1";

    private static final long WAIT_SECONDS = 60;

    private final Path data;
    private final Drain drain = new Drain();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final CompletableFuture<Addresses> addresses = new CompletableFuture<>();
    private final FutureTask<Boolean> run;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record Addresses(URI registry, URI management) {}

    private RunningCore(Path data, RoleSettings<CoreSettings> settings) {
        this.data = data;
        var role = new RunRole<>(Roles.CORE, log, ServiceManager.of(Map.of()), drain);
        this.run = new FutureTask<>(() -> {
            role.run(
                    settings,
                    (serving, management, _) ->
                            addresses.complete(new Addresses(serving.uri(), management)));
            return true;
        });
    }

    /// Starts it on the folder `data`; returns when it serves.
    ///
    /// @param texts further settings
    public static RunningCore start(Path data, Map<String, String> texts)
            throws IOException, InterruptedException {
        var all = new HashMap<>(Map.of(
                "http.listen", "127.0.0.1:0",
                "management.listen", "127.0.0.1:0",
                "auth.admin-password", PASSWORD));
        all.putAll(texts);
        all.put("data.directory", data.toString());
        var core = new RunningCore(
                data, Config.of(all, settings -> RoleSettings.from(Roles.CORE, settings)));
        Thread.ofPlatform().name("core").start(core.run);
        core.awaitStart();
        return core;
    }

    /// Adds an account to the folder `data` of a core that does not run, and makes it a member of a
    /// project, which is made if it is not there.
    public static void addMember(Path data, String name, String project, Role role)
            throws IOException, InterruptedException {
        try (var opened = new Resources()) {
            var feature = projects(data, opened);
            // Without any account the start would make the administrator; so it comes first.
            var _ = feature.accounts().ensureAdministrator(Optional.of(Secret.of(PASSWORD)));
            feature.start();
            var account = feature.accounts().add(new AccountName(name), Secret.of(PASSWORD), false);
            var projects = feature.projects();
            var member = projects.find(project)
                    .orElseGet(() -> projects.create(
                            NewProject.named(ProjectName.ofNew(project), false),
                            feature.accounts().findFirstAdministrator().orElseThrow()));
            var _ = feature.members().add(member, account, role);
        }
    }

    /// Removes an account while this runs, as another process would.
    public void removeAccount(String name) throws IOException {
        try (var opened = new Resources()) {
            projects(data, opened).accounts().remove(new AccountName(name));
        }
    }

    private static ProjectFeature projects(Path data, Resources opened) throws IOException {
        return robots(data, opened).projects();
    }

    private static RobotFeature robots(Path data, Resources opened) throws IOException {
        var settings = Config.of(Map.of("data.directory", data.toString()), CoreSettings::from);
        return robots(CoreParts.open(settings, opened).database());
    }

    private static RobotFeature robots(Database database) {
        var clock = Clock.systemUTC();
        var rules = CoreFeature.robotRules(Configurations.reading(database, clock));
        var keys = new RobotKeys(database, rules, clock);
        var projects = ProjectFeature.assemble(database, cheapHashes(), keys, List.of(keys), clock);
        return RobotFeature.assemble(database, cheapHashes(), projects, rules, clock);
    }

    /// Adds a robot with the secret [#ROBOT_SECRET] to a project of the folder `data`; the
    /// name with which it logs in.
    public static String addRobot(Path data, String name, String project, List<String> rights)
            throws IOException, InterruptedException {
        try (var opened = new Resources()) {
            var feature = robots(data, opened);
            var accesses = rights.stream()
                    .map(Right::of)
                    .map(right -> new Access(right, false))
                    .toList();
            var draft = RobotDraft.named(
                    name,
                    RobotDraft.Level.PROJECT,
                    "",
                    Robot.FOR_EVER,
                    List.of(new RobotDraft.Wanted(project, accesses)));
            return feature.robots()
                    .create(draft, Secret.of(ROBOT_SECRET), operator(feature))
                    .shown()
                    .name();
        }
    }

    /// Disables a robot while this runs, as another process would.
    public void disableRobot(String name) throws IOException {
        try (var opened = new Resources()) {
            var feature = robots(data, opened);
            var shown = feature.robots().show(feature.robots().findNamed(name).orElseThrow());
            var same = new RobotDraft(
                    shown.name(), RobotDraft.Level.PROJECT, "", Robot.FOR_EVER, shown.granted());
            feature.robots().update(shown.robot().id(), same, true, operator(feature));
        }
    }

    private static Author operator(RobotFeature feature) {
        return Author.operator(
                feature.projects().accounts().findFirstAdministrator().orElseThrow());
    }

    /// Makes a project, unless it is there.
    ///
    /// @param isPublic whether everybody may pull, also where it is there
    public void ensureProject(String name, boolean isPublic)
            throws IOException, InterruptedException {
        var body = """
            {"project_name":"%s","metadata":{"public":"%s"}}\
            """.formatted(name, isPublic);
        var made = api("POST", "/api/v2.0/projects", body);
        if (made.statusCode() == 409) {
            made = api("PUT", "/api/v2.0/projects/" + name, body);
        }
        if (made.statusCode() > 201) {
            throw new IOException(name + ": " + made.statusCode() + " " + made.body());
        }
    }

    private HttpResponse<String> api(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(
                method,
                path,
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json",
                "Authorization",
                basic(ADMINISTRATOR, PASSWORD));
    }

    private static PasswordHashes cheapHashes() {
        return new PasswordHashes(new PasswordHashes.Cost(64, 1), 2, Duration.ofSeconds(5));
    }

    private void awaitStart() throws IOException, InterruptedException {
        try {
            while (!addresses.isDone() && !run.isDone()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            if (!addresses.isDone()) {
                run.get(WAIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the core did not start:\n" + log(), e);
        }
    }

    public URI uri() {
        return addresses.join().registry();
    }

    public URI management() {
        return addresses.join().management();
    }

    /// What has been logged; all of it after [#close].
    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /// The text that `/metrics` shows now.
    public String metrics() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(management().resolve("/metrics")).build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    /// Sends a request without a body.
    public HttpResponse<String> send(String method, String path, String... fields)
            throws IOException, InterruptedException {
        return send(method, path, new byte[0], fields);
    }

    public HttpResponse<String> send(String method, String path, byte[] body, String... fields)
            throws IOException, InterruptedException {
        var publisher = body.length == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body);
        var request = HttpRequest.newBuilder(uri().resolve(path)).method(method, publisher);
        if (fields.length > 0) {
            request.headers(fields);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /// The value of `Authorization` for this account.
    public static String basic(String name, String password) {
        var pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /// Lets requests finish, and waits for the end.
    @Override
    public void close() throws IOException {
        http.close();
        drain.begin();
        try {
            run.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the core did not stop well:\n" + log(), e);
        }
    }
}
