package dev.berth.bench.population;

import dev.berth.bench.http.Answer;
import dev.berth.bench.http.Body;
import dev.berth.bench.http.Connection;
import dev.berth.bench.http.Request;
import dev.berth.bench.http.RequestBuilder;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.load.Outcome;
import dev.berth.bench.target.Credentials;
import dev.berth.bench.target.Registry;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Fills a Berth with a [Population].
///
/// - Through the API: all projects, the first user, a first membership, the first robot.
/// - In its database, while it is stopped, as hashing passwords and waiting for flushes takes
///   long: copies of those rows, and of one audit entry, with other numbers and names; and the
///   counters beside the tables.
/// - Then it is started again, and its lists must have as many as there should be.
public final class FillPopulation {
    private static final String API = "/api/v2.0";
    private static final String JSON = "application/json";
    private static final int WRITERS = 8;
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final long DEVELOPER = 2;
    private static final int PROJECT_ENTRY_EVERY = 10;
    private static final List<String> OPERATIONS = List.of("create", "delete", "pull", "pull");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Registry registry;
    private final Population population;
    private final String administrator;

    private FillPopulation(Registry registry, Population population, String administrator) {
        this.registry = registry;
        this.population = population;
        this.administrator = administrator;
    }

    /// What the API said of the robot that all others are copies of.
    private record FirstRobot(long id, Credentials credentials) {}

    /// Fills an empty Berth.
    ///
    /// @return what a robot logs in with; empty if this Berth has none
    /// @throws IOException if it cannot be filled, or does not show it
    public static Optional<Credentials> into(Registry registry, Population population)
            throws IOException, InterruptedException {
        String administrator = registry.access()
                .basic()
                .orElseThrow(() -> new IOException(registry.name() + " was given no password"));
        return new FillPopulation(registry, population, administrator).fill();
    }

    private Optional<Credentials> fill() throws IOException, InterruptedException {
        createProjects();
        createFirstUser();
        createFirstMember();
        Optional<FirstRobot> robot = createFirstRobot();
        // What has happened is in the audit log when it is read.
        total(API + "/auditlog-exts");
        registry.server().whileStopped(() -> copyRows(robot));
        requireTotal(API + "/projects", population.projects());
        requireTotal(API + "/users", population.users());
        requireTotal(
                API + "/projects/" + population.crowded() + "/members", population.users() + 1L);
        requireAtLeast(API + "/auditlog-exts", population.auditEntries());
        if (robot.isPresent()) {
            requireTotal(API + "/robots", population.robots());
        }
        return robot.map(FirstRobot::credentials);
    }

    private void createProjects() throws IOException, InterruptedException {
        List<String> names = population.projectNames();
        Outcome outcome = CountedLoad.run(
                registry.endpoint(), WRITERS, names.size(), DEADLINE, (connection, index) -> {
                    var body = MAPPER.createObjectNode().put("project_name", names.get(index));
                    body.putObject("metadata").put("public", Boolean.toString(index % 10 == 0));
                    return connection.drain(post("/projects", body).expecting(201));
                });
        if (outcome.errors() > 0) {
            throw new IOException(
                    "projects were refused: " + outcome.firstError().orElse("no reason known"));
        }
    }

    private void createFirstUser() throws IOException {
        var body = MAPPER.createObjectNode()
                .put("username", Population.user(0))
                .put("email", Population.user(0) + "@example.com")
                .put("realname", "Bench")
                .put("password", population.password());
        registry.call(post("/users", body).expecting(201));
    }

    private void createFirstMember() throws IOException {
        var body = MAPPER.createObjectNode().put("role_id", DEVELOPER);
        body.putObject("member_user").put("username", Population.user(0));
        registry.call(
                post("/projects/" + population.crowded() + "/members", body).expecting(201));
    }

    /// A robot of the installation that may pull in every project.
    private Optional<FirstRobot> createFirstRobot() throws IOException {
        var body = MAPPER.createObjectNode()
                .put("name", Population.robot(0))
                .put("level", "system")
                .put("duration", -1);
        var permission = body.putArray("permissions")
                .addObject()
                .put("kind", "project")
                .put("namespace", "*");
        permission
                .putArray("access")
                .addObject()
                .put("resource", "repository")
                .put("action", "pull");
        Answer answer = registry.call(
                post("/robots", body).expecting(201, 400, 403, 404, 405, 412, 422, 501));
        if (answer.status() == 404 || answer.status() == 405 || answer.status() == 501) {
            return Optional.empty();
        }
        if (answer.status() != 201) {
            throw new IOException(
                    "no robot can be made: %d %s".formatted(answer.status(), answer.body()));
        }
        JsonNode created = MAPPER.readTree(answer.body());
        return Optional.of(new FirstRobot(
                created.path("id").asLong(),
                new Credentials(
                        created.path("name").asString(), created.path("secret").asString())));
    }

    private void copyRows(Optional<FirstRobot> robot) throws IOException {
        try (var connection = registry.index().open()) {
            copyUsers(connection);
            copyMembers(connection);
            copyAuditEntries(connection);
            if (robot.isPresent()) {
                copyRobots(connection, robot.get().id());
            }
            connection.commit();
            if (!registry.index().isSqlite()) {
                // As PostgreSQL does by itself after a minute.
                try (var statement = connection.createStatement()) {
                    statement.execute("ANALYZE");
                }
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IOException("the database cannot be filled: " + e.getMessage(), e);
        }
    }

    private void copyUsers(java.sql.Connection connection) throws IOException, SQLException {
        long first = number(connection, "SELECT last_id FROM account_number") + 1;
        int copies = population.users() - 1;
        RowCopies.of(connection, "account", "name", Population.user(0))
                .insert(
                        copies,
                        n -> Map.of(
                                "id", first + n,
                                "name", Population.user(n + 1),
                                "email", Population.user(n + 1) + "@example.com"));
        update(
                connection,
                "UPDATE account_number SET last_id = last_id + ?, total = total + ?",
                copies,
                copies);
    }

    private void copyMembers(java.sql.Connection connection) throws IOException, SQLException {
        Map<String, Long> accounts = numbers(connection, "SELECT name, id FROM account");
        Map<String, Long> projects = numbers(connection, "SELECT name, id FROM project");
        long first = number(connection, "SELECT last_id FROM project_member_number") + 1;
        int each = population.memberships();
        // The first user is a member of the crowded project already.
        int copies = population.users() * each - 1;
        RowCopies.of(
                        connection,
                        "project_member",
                        "account_id",
                        required(accounts, Population.user(0)))
                .insert(copies, n -> {
                    int user = (n + 1) / each;
                    int project = population.projectsOf(user).get((n + 1) % each);
                    return Map.of(
                            "id", first + n,
                            "project_id", required(projects, Population.project(project)),
                            "account_id", required(accounts, Population.user(user)),
                            "account_name", Population.user(user));
                });
        update(connection, "UPDATE project_member_number SET last_id = last_id + ?", copies);
    }

    /// One in ten is in the log of the crowded project, where projects have logs.
    private void copyAuditEntries(java.sql.Connection connection) throws IOException, SQLException {
        long there = number(connection, "SELECT total FROM audit_number");
        long lastId = number(connection, "SELECT last_id FROM audit_number");
        long lastAt = number(connection, "SELECT max(at) FROM audit_entry");
        long crowded = numbers(connection, "SELECT name, id FROM project")
                .getOrDefault(population.crowded(), 0L);
        int copies = (int) Math.max(0, population.auditEntries() - there);
        var entries = RowCopies.of(connection, "audit_entry", "id", lastId);
        long position = entries.has("project_position")
                ? number(
                        connection,
                        "SELECT coalesce(max(project_position), 0) FROM audit_entry"
                                + " WHERE project_id = " + crowded)
                : 0;
        entries.insert(copies, n -> {
            boolean logged = n % PROJECT_ENTRY_EVERY == 0;
            String resource = "%s/app:v%06d"
                    .formatted(
                            logged
                                    ? population.crowded()
                                    : Population.project(n % (population.projects() - 1)),
                            n);
            String operation = OPERATIONS.get(n % OPERATIONS.size());
            return Map.of(
                    "id",
                    lastId + 1 + n,
                    "at",
                    lastAt + 1 + n,
                    "username",
                    Population.user(n % population.users()),
                    "operation",
                    operation,
                    "resource_type",
                    "artifact",
                    "resource",
                    resource,
                    "description",
                    operation + " artifact: " + resource,
                    "project_id",
                    logged ? crowded : 0L,
                    "project_position",
                    logged ? position + 1 + n / PROJECT_ENTRY_EVERY : 0L);
        });
        update(
                connection,
                "UPDATE audit_number SET last_id = last_id + ?, total = total + ?",
                copies,
                copies);
        if (entries.has("project_position")) {
            update(connection, "DELETE FROM audit_project WHERE project_id = ?", crowded);
            update(
                    connection,
                    "INSERT INTO audit_project (project_id, last_position, total)"
                            + " SELECT project_id, max(project_position), count(*) FROM audit_entry"
                            + " WHERE project_id = ? GROUP BY project_id",
                    crowded);
        }
    }

    private void copyRobots(java.sql.Connection connection, long pattern)
            throws IOException, SQLException {
        long first = number(connection, "SELECT last_id FROM robot_number") + 1;
        int copies = population.robots() - 1;
        RowCopies.of(connection, "robot", "id", pattern)
                .insert(copies, n -> Map.of("id", first + n, "name", Population.robot(n + 1)));
        RowCopies.of(connection, "robot_grant", "robot_id", pattern)
                .insert(copies, n -> Map.of("robot_id", first + n));
        update(connection, "UPDATE robot_number SET last_id = last_id + ?", copies);
        update(connection, "UPDATE robot_total SET total = total + ? WHERE project_id = 0", copies);
    }

    private static long number(java.sql.Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Map<String, Long> numbers(java.sql.Connection connection, String sql)
            throws SQLException {
        var numbers = new HashMap<String, Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                numbers.put(rows.getString(1), rows.getLong(2));
            }
        }
        return numbers;
    }

    private static long required(Map<String, Long> numbers, String name) {
        return Objects.requireNonNull(numbers.get(name), name);
    }

    private static void update(java.sql.Connection connection, String sql, long... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setLong(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private RequestBuilder post(String path, JsonNode body) {
        return new RequestBuilder(registry.endpoint(), "POST", API + path)
                .header("Authorization", administrator)
                .body(JSON, Body.of(body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private void requireTotal(String path, long expected) throws IOException {
        long total = total(path);
        if (total != expected) {
            throw new IOException(
                    "%s shows %,d at %s, not %,d: the filling no longer fits its tables"
                            .formatted(registry.name(), total, path, expected));
        }
    }

    private void requireAtLeast(String path, long expected) throws IOException {
        long total = total(path);
        if (total < expected) {
            requireTotal(path, expected);
        }
    }

    private long total(String path) throws IOException {
        Request list = new RequestBuilder(registry.endpoint(), "GET", path)
                .header("Authorization", administrator)
                .expecting(200);
        try (var connection = Connection.open(registry.endpoint())) {
            return connection
                    .exchange(list)
                    .header("X-Total-Count")
                    .map(Long::parseLong)
                    .orElseThrow(() -> new IOException(path + " has no X-Total-Count"));
        }
    }
}
