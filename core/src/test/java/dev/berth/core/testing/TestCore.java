package dev.berth.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.Principal;
import dev.berth.auth.SecretSeal;
import dev.berth.auth.account.Account;
import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.account.EmailAddress;
import dev.berth.auth.account.Profile;
import dev.berth.auth.http.AuthFeature;
import dev.berth.auth.http.AuthSettings;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.ApiSettings;
import dev.berth.core.CoreFeature;
import dev.berth.core.Foundation;
import dev.berth.core.access.Right;
import dev.berth.core.access.Role;
import dev.berth.core.configuration.Configurations;
import dev.berth.core.contract.Contract;
import dev.berth.core.project.NewProject;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectFeature;
import dev.berth.core.project.ProjectName;
import dev.berth.core.robot.Access;
import dev.berth.core.robot.Author;
import dev.berth.core.robot.RobotDraft;
import dev.berth.core.robot.RobotDraft.Level;
import dev.berth.core.robot.RobotDraft.Wanted;
import dev.berth.core.robot.RobotFeature;
import dev.berth.core.robot.RobotKeys;
import dev.berth.core.robot.Robots;
import dev.berth.core.system.Installation;
import dev.berth.jobs.event.EventType;
import dev.berth.jobs.event.Outbox;
import dev.berth.oci.MediaType;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.config.Config;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.platform.http.HttpEvents;
import dev.berth.platform.http.HttpServer;
import dev.berth.platform.http.HttpSettings;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Route;
import dev.berth.platform.lifecycle.Health;
import dev.berth.platform.lifecycle.HealthCheck;
import dev.berth.registry.RegistryContent;
import dev.berth.registry.RegistrySettings;
import dev.berth.storage.memory.MemoryBlobStore;

import org.jooq.impl.DSL;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// All of `core` with the administrator `admin`, on a database of its own, on a free port.
///
/// Every answer is held against the contract.
public final class TestCore implements AutoCloseable {
    /// In a path that is refused before any API is asked, so with its own words.
    private static final Pattern UNREADABLE =
            Pattern.compile("%(2[fF]|5[cC]|7[fF]|[01][0-9a-fA-F])");

    public static final String PASSWORD = "Correct horse 1";
    public static final String ADMIN = basic("admin", PASSWORD);

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String EMPTY_INDEX =
            "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[]}";

    /// What [#push] pushes.
    public static final int PUSHED_BYTES = EMPTY_INDEX.length();

    private final TestDatabases databases;
    private final SettableClock clock = new SettableClock();
    private final Outbox outbox;
    private final Configurations configurations;
    private final MemoryBlobStore store = new MemoryBlobStore(clock);
    private final ProjectFeature projects;
    private final RobotFeature robots;
    private final Accounts accounts;
    private final CoreFeature feature;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<String> trouble = Optional.empty();

    private TestCore(TestDatabases databases, ApiSettings api)
            throws IOException, InterruptedException {
        this.databases = databases;
        var settings = Config.of(Map.of("auth.admin-password", PASSWORD), AuthSettings::from);
        var database = databases.database();
        outbox = new Outbox(clock);
        configurations = new Configurations(
                database, SecretSeal.random(), outbox, settings.tokens().lifetime());
        var robotRules = CoreFeature.robotRules(configurations);
        var keys = new RobotKeys(database, robotRules, clock);
        projects = ProjectFeature.assemble(
                database, cheapHashes(), keys, List.of(keys), api.openProjects(), clock);
        robots = RobotFeature.assemble(database, cheapHashes(), projects, robotRules, clock);
        accounts = projects.accounts();
        var auth = AuthFeature.assemble(
                settings,
                database,
                cheapHashes(),
                accounts,
                keys,
                projects.permissions(false),
                configurations::tokenLifetime,
                clock);
        var health = new Health(
                List.of(new HealthCheck("database", Duration.ofSeconds(1), () -> trouble)));
        feature = CoreFeature.assemble(
                new Foundation(database, auth.logins(), configurations, outbox, List.of(), clock),
                api,
                projects,
                robots,
                new Installation(health, "test", "here", Path.of(""), api.rootCertificate()));
        feature.start();
        var _ = auth.ensureAdministrator();
        projects.start();
        var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                HttpServer.start(HttpSettings.cleartext(listen), feature.groups(), HttpEvents.NONE);
    }

    public static TestCore sqlite() throws IOException, InterruptedException {
        return sqlite(ApiSettings.NONE);
    }

    public static TestCore sqlite(ApiSettings api) throws IOException, InterruptedException {
        return new TestCore(TestDatabases.sqlite(), api);
    }

    public static TestCore postgres() throws IOException, InterruptedException {
        return new TestCore(TestDatabases.postgres(), ApiSettings.NONE);
    }

    private static PasswordHashes cheapHashes() {
        return new PasswordHashes(new PasswordHashes.Cost(64, 1), 2, Duration.ofSeconds(5));
    }

    public Accounts accounts() {
        return accounts;
    }

    /// Says that something happened.
    public <E extends Record> void happened(String actor, EventType<E> type, E what) {
        databases.database().write(transaction -> {
            outbox.append(transaction, actor, type, what);
            return true;
        });
    }

    public Configurations configurations() {
        return configurations;
    }

    public ProjectFeature projects() {
        return projects;
    }

    public RobotFeature robots() {
        return robots;
    }

    public Database database() {
        return databases.database();
    }

    public SettableClock clock() {
        return clock;
    }

    public CoreFeature feature() {
        return feature;
    }

    /// Every route that is served.
    public List<Route<?>> routes() {
        return feature.groups().stream()
                .<Route<?>>flatMap(group -> group.routes().stream())
                .toList();
    }

    /// All texts of a column, as they are stored.
    public List<String> storedText(String table, String column) {
        return databases
                .database()
                .read(transaction -> transaction
                        .sql()
                        .select(DSL.field(DSL.name(column), String.class))
                        .from(DSL.name(table))
                        .fetch(row -> row.value1()));
    }

    /// What the check `database` finds from now on.
    public void findTrouble(String what) {
        trouble = Optional.of(what);
    }

    /// Adds a user with the password [#PASSWORD] and the address `<name>@example.com`.
    public Account addUser(String name) throws InterruptedException {
        var email = Optional.of(new EmailAddress(name + "@example.com"));
        return accounts.add(
                new AccountName(name), Secret.of(PASSWORD), false, new Profile(email, name, ""));
    }

    /// Makes a project of the administrator's.
    public Project addProject(String name, boolean isPublic) {
        return projects.projects()
                .create(
                        NewProject.named(ProjectName.ofNew(name), isPublic),
                        accounts.find("admin").orElseThrow());
    }

    /// Makes a robot of a project's that may do this there; or one of the installation's.
    ///
    /// @param project empty for the installation
    public Robots.Made addRobot(String name, String project, Wanted... wanted)
            throws InterruptedException {
        var level = project.isEmpty() ? Level.SYSTEM : Level.PROJECT;
        return robots.robots()
                .create(
                        RobotDraft.named(name, level, "", RobotDraft.BY_DEFAULT, List.of(wanted)),
                        Author.operator(accounts.find("admin").orElseThrow()));
    }

    /// These rights in a project, in `*`, or in `/`.
    public static Wanted rights(String namespace, Collection<Right> rights) {
        return new Wanted(
                namespace,
                rights.stream().map(right -> new Access(right, false)).toList());
    }

    /// The value of `Authorization` for a robot.
    public static String basic(Robots.Made robot) {
        return basic(robot.shown().name(), robot.secret().reveal());
    }

    /// Makes an account a member; the member's number.
    public long addMember(Project project, Account account, Role role) {
        return projects.members().add(project, account, role).id();
    }

    /// A registry on the same database whose repositories belong to the projects.
    public RegistryContent registry() {
        return RegistryContent.assemble(
                database(),
                store,
                RegistrySettings.DEFAULTS,
                clock,
                projects.owners(),
                List.of(),
                List.of());
    }

    /// Pushes a manifest that names nothing.
    public void push(String repository) {
        var _ = registry()
                .pushManifest()
                .push(
                        new Principal.Anonymous(),
                        new RepositoryName(repository),
                        Reference.parse("v1"),
                        new MediaType(INDEX),
                        EMPTY_INDEX.getBytes(StandardCharsets.UTF_8),
                        List.of());
    }

    /// The value of `Authorization` for a user with the password [#PASSWORD].
    public static String basic(String name) {
        return basic(name, PASSWORD);
    }

    public static String basic(String name, String password) {
        var pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /// Asks as somebody.
    public HttpResponse<String> get(String path, String authorization)
            throws IOException, InterruptedException {
        return send(Method.GET, path, "", "Authorization", authorization);
    }

    /// Sends JSON as somebody.
    public HttpResponse<String> send(Method method, String path, String authorization, String body)
            throws IOException, InterruptedException {
        return send(
                method,
                path,
                body,
                "Authorization",
                authorization,
                "Content-Type",
                "application/json");
    }

    /// Sends these fields, names and values in turn, and this body unless it is empty.
    public HttpResponse<String> send(Method method, String path, String body, String... fields)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path))
                .method(
                        method.name(),
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        var answer = client.send(request.build(), BodyHandlers.ofString());
        var sent = uri(path).getRawPath();
        if (UNREADABLE.matcher(sent).find()) {
            assertThat(answer.statusCode()).as("%s %s", method, path).isEqualTo(400);
            return answer;
        }
        assertThat(Contract.HARBOR.problems(method, sent, answer))
                .as("%s %s: %s %s", method, path, answer.statusCode(), answer.body())
                .isEmpty();
        return answer;
    }

    public URI uri(String path) {
        var address = server.address();
        return URI.create(
                "http://%s:%d%s".formatted(address.getHostString(), address.getPort(), path));
    }

    @Override
    public void close() {
        client.close();
        server.close();
        databases.close();
    }
}
