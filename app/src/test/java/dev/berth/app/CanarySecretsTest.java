package dev.berth.app;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.basic;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import dev.berth.app.testing.RunningCore;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A whole product is used with secrets that can be told from everything else, and then they
/// are looked for wherever somebody may look: answers, audit log, logs, metrics, traces, and
/// each file of the data folder, the database among them.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CanarySecretsTest {
    private static final String API = "/api/v2.0";
    private static final String PASSWORD = "Canary-admin-77ab";

    /// By where they are used.
    private final Set<String> secrets = new LinkedHashSet<>();

    /// Everything that somebody was shown.
    private final StringBuilder shown = new StringBuilder();

    /// Keeps what is sent to it, as an OpenTelemetry collector would.
    private static final class Collector implements AutoCloseable {
        private final HttpServer server;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Collector() throws IOException {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    synchronized (bytes) {
                        exchange.getRequestBody().transferTo(bytes);
                    }
                    exchange.sendResponseHeaders(200, -1);
                }
            });
            server.start();
        }

        String uri() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        String text() {
            synchronized (bytes) {
                return bytes.toString(ISO_8859_1);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private String secret(String text) {
        secrets.add(text);
        return text;
    }

    private HttpResponse<String> get(RunningCore core, String path, String... fields)
            throws IOException, InterruptedException {
        return send(core, "GET", path, "", fields);
    }

    /// Sends a body, with a `Content-Type` unless one is among the fields, and keeps the
    /// answer.
    private HttpResponse<String> send(
            RunningCore core, String method, String path, String body, String... sent)
            throws IOException, InterruptedException {
        var fields = new ArrayList<>(List.of(sent));
        if (!fields.contains("Content-Type")) {
            fields.addAll(List.of("Content-Type", "application/json"));
        }
        var answer = core.send(method, path, body.getBytes(UTF_8), fields.toArray(String[]::new));
        shown.append(answer.body()).append('\n');
        return answer;
    }

    private static String[] as(String name, String password) {
        return new String[] {"Authorization", basic(name, password)};
    }

    private static String form(String... namesAndValues) {
        var form = new ArrayList<String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], UTF_8));
        }
        return String.join("&", form);
    }

    @Test
    void SEC_26_and_41_no_secret_is_found_anywhere_after_the_product_was_used(@TempDir Path folder)
            throws Exception {
        var metrics = "";
        var log = "";
        var traces = "";
        try (var collector = new Collector()) {
            var core = RunningCore.start(
                    folder,
                    Map.of(
                            "auth.admin-password", secret(PASSWORD),
                            "api.internal-secret", secret("canary-internal-0c2e-3f4a"),
                            "telemetry.otlp-endpoint", collector.uri(),
                            "telemetry.otlp-headers", "x-key=" + secret("canary-otlp-51dd"),
                            "log.level", "debug"));
            try (core) {
                use(core);
                metrics = core.metrics();
            }
            log = core.log();
            traces = collector.text();
        }

        // What is looked at has something in it.
        assertThat(log).contains("DEBUG", "login refused");
        assertThat(metrics).contains("berth");
        assertThat(traces).contains("createUser");
        assertThat(shown).contains("create_user", "\"operation\":\"login\"");
        assertAbsent("an answer", shown.toString());
        assertAbsent("the log", log);
        assertAbsent("the metrics", metrics);
        assertAbsent("the traces", traces);
        for (var file : files(folder)) {
            assertAbsent(file.toString(), Files.readString(file, ISO_8859_1));
        }
    }

    private void assertAbsent(String where, String text) {
        for (var secret : secrets) {
            assertThat(text.contains(secret)).as("%s is in %s", secret, where).isFalse();
            var inBase64 =
                    Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8));
            assertThat(text.contains(inBase64))
                    .as("%s is in %s", inBase64, where)
                    .isFalse();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            var found = files.filter(Files::isRegularFile).toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private void use(RunningCore core) throws IOException, InterruptedException {
        users(core);
        sessions(core);
        tokens(core);
        robots(core);
        configuration(core);
        mistakes(core);
        for (var path : List.of(
                "/auditlog-exts?page_size=100",
                "/auditlog-exts/events",
                "/configurations",
                "/users",
                "/users/current",
                "/systeminfo",
                "/projects/library/auditlog-exts")) {
            get(core, API + path, as(ADMINISTRATOR, PASSWORD));
        }
        get(
                core,
                API + "/internalconfig",
                "Authorization",
                "Harbor-Secret canary-internal-0c2e-3f4a");
    }

    private void users(RunningCore core) throws IOException, InterruptedException {
        var first = secret("Canary-first-1a2b");
        var second = secret("Canary-second-3c4d");
        var made = send(
                core, "POST", API + "/users", """
                {"username":"anna","email":"anna@example.com","realname":"A","password":"%s"}""".formatted(first), as(ADMINISTRATOR, PASSWORD));
        var user = made.headers().firstValue("Location").orElseThrow();
        var change = "{\"old_password\":\"%s\",\"new_password\":\"%s\"}";
        assertThat(send(
                                core,
                                "PUT",
                                user + "/password",
                                change.formatted(first, second),
                                as("anna", first))
                        .statusCode())
                .isEqualTo(200);
        // Refused: the same one, a wrong old one, one of a bad shape.
        send(core, "PUT", user + "/password", change.formatted(second, second), as("anna", second));
        send(
                core,
                "PUT",
                user + "/password",
                change.formatted(secret("Canary-wrong-5e6f"), secret("Canary-third-7a8b")),
                as("anna", second));
        send(
                core,
                "PUT",
                user + "/password",
                change.formatted(second, secret("canary-no-digit")),
                as("anna", second));
        send(
                core,
                "PUT",
                user + "/cli_secret",
                "{\"secret\":\"" + secret("Canary-cli-9c0d") + "\"}",
                as("anna", second));
    }

    private void sessions(RunningCore core) throws IOException, InterruptedException {
        var page = get(core, API + "/systeminfo");
        var cookie = page.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        var csrf = page.headers().firstValue("X-Harbor-CSRF-Token").orElseThrow();
        secret(cookie.substring(cookie.indexOf('=') + 1));
        secret(csrf);
        for (var password : List.of(secret("Canary-guess-1e2f"), PASSWORD)) {
            var login = send(
                    core,
                    "POST",
                    "/c/login",
                    form("principal", ADMINISTRATOR, "password", password),
                    "Content-Type",
                    "application/x-www-form-urlencoded",
                    "Cookie",
                    cookie,
                    "X-Harbor-CSRF-Token",
                    csrf);
            login.headers().allValues("Set-Cookie").stream()
                    .filter(set -> set.startsWith("sid="))
                    .map(set -> set.split(";", 2)[0])
                    .forEach(session -> secret(session.substring("sid=".length())));
        }
        assertThat(secrets)
                .anyMatch(secret -> !secret.startsWith("Canary") && secret.length() > 20);
        var session = secrets.stream().toList().getLast();
        get(core, API + "/users/current", "Cookie", "sid=" + session);
        send(core, "POST", API + "/users", "{}", "Cookie", "sid=" + session);
        get(core, "/c/log_out", "Cookie", "sid=" + session);
    }

    /// The tokens themselves are shown to who asks for them, and to nobody else.
    private void tokens(RunningCore core) throws IOException, InterruptedException {
        var scope =
                "/service/token?service=berth&offline_token=true&scope=repository:library/a:pull";
        var answer = core.send("GET", scope, as("anna", "Canary-second-3c4d"));
        assertThat(answer.statusCode()).isEqualTo(200);
        var told = JsonMapper.shared().readTree(answer.body());
        for (var name : List.of("token", "access_token", "refresh_token")) {
            var token = told.path(name).asString("");
            if (!token.isEmpty()) {
                secret(token);
                get(core, "/v2/library/a/tags/list", "Authorization", "Bearer " + token);
                get(core, API + "/users/current", "Authorization", "Bearer " + token);
                get(core, "/v2/library/a/tags/list", "Authorization", "Basic " + token);
                send(
                        core,
                        "POST",
                        "/service/token",
                        form(
                                "grant_type", "refresh_token",
                                "service", "other",
                                "refresh_token", token),
                        "Content-Type",
                        "application/x-www-form-urlencoded");
            }
        }
        assertThat(secrets.stream().toList().getLast().length()).isGreaterThan(100);
    }

    /// The secrets that are made are shown once to who has them made, those that are
    /// chosen never.
    private void robots(RunningCore core) throws IOException, InterruptedException {
        var administrator = as(ADMINISTRATOR, PASSWORD);
        var body = """
                {"name":"canary","level":"project","duration":7,"permissions":[{"kind":"project",\
                "namespace":"library","access":[{"resource":"repository","action":"pull"}]}]}""";
        var made = unshown(core, "POST", API + "/robots", body, administrator);
        assertThat(made.statusCode()).isEqualTo(201);
        var robot = made.headers().firstValue("Location").orElseThrow();
        var told = JsonMapper.shared().readTree(made.body());
        var name = told.path("name").asString();
        useRobot(core, name, secret(told.path("secret").asString()));

        var renewed = unshown(core, "PATCH", robot, "{\"secret\":\"\"}", administrator);
        var again = JsonMapper.shared().readTree(renewed.body()).path("secret").asString();
        assertThat(again).hasSizeGreaterThan(20);
        useRobot(core, name, secret(again));

        var chosen = secret("Canary-robot-8e9f");
        for (var next : List.of(chosen, secret("canary-robot-no-digit"))) {
            send(core, "PATCH", robot, "{\"secret\":\"" + next + "\"}", administrator);
        }
        useRobot(core, name, chosen);
        send(core, "PATCH", robot, "{\"secret\":[\"" + chosen + "\"]}", administrator);
        send(core, "PUT", robot, "{\"secret\":\"" + chosen + "\"}", administrator);
        get(core, robot, administrator);
        get(core, API + "/robots?q=Level%3Dproject,ProjectID%3D1", administrator);
        get(core, API + "/users/current", as(name, secret("Canary-robot-wrong-1c2d")));
    }

    private HttpResponse<String> unshown(
            RunningCore core, String method, String path, String body, String[] as)
            throws IOException, InterruptedException {
        return core.send(
                method,
                path,
                body.getBytes(UTF_8),
                as[0],
                as[1],
                "Content-Type",
                "application/json");
    }

    private void useRobot(RunningCore core, String name, String secret)
            throws IOException, InterruptedException {
        assertThat(get(core, API + "/projects", as(name, secret)).statusCode()).isEqualTo(200);
        get(core, "/v2/library/a/tags/list", as(name, secret));
        var asked = core.send("GET", "/service/token?service=berth", as(name, secret));
        var token = JsonMapper.shared().readTree(asked.body()).path("token").asString("");
        assertThat(token).isNotEmpty();
        get(core, "/v2/library/a/tags/list", "Authorization", "Bearer " + secret(token));
    }

    private void configuration(RunningCore core) throws IOException, InterruptedException {
        for (var body : List.of(
                "{\"ldap_search_password\":\"%s\",\"oidc_client_secret\":\"%s\",\"uaa_client_secret\":\"%s\"}",
                // Refused as a whole.
                "{\"ldap_scope\":9,\"ldap_search_password\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}",
                "{\"ldap_search_password\":{\"a\":\"%s\"},\"oidc_client_secret\":[\"%s\"],\"z\":\"%s\"}")) {
            int n = secrets.size();
            send(
                    core,
                    "PUT",
                    API + "/configurations",
                    body.formatted(
                            secret("canary-conf-a" + n),
                            secret("canary-conf-b" + n),
                            secret("canary-conf-c" + n)),
                    as(ADMINISTRATOR, PASSWORD));
        }
    }

    /// Bodies that cannot be read, with a secret where the reader stumbles.
    private void mistakes(RunningCore core) throws IOException, InterruptedException {
        for (var body : List.of(
                "{\"password\":\"%s\"",
                "{\"password\":%s}",
                "[\"%s\"]",
                "{\"password\":{\"a\":\"%s\"}}",
                "{\"username\":[\"%s\"]}",
                "%s",
                "{\"%s\":1}")) {
            for (var path :
                    List.of("/users", "/configurations", "/projects", "/users/1/password")) {
                for (var method : List.of("POST", "PUT")) {
                    send(
                            core,
                            method,
                            API + path,
                            body.formatted(secret("canary-mistake-2b3c")),
                            as(ADMINISTRATOR, PASSWORD));
                }
            }
        }
        for (var authorization : List.of("Basic ", "Bearer ", "Digest ", "Harbor-Secret ", "")) {
            for (var path : List.of(
                    API + "/users",
                    "/v2/_catalog",
                    API + "/internalconfig",
                    "/service/token?service=berth")) {
                get(core, path, "Authorization", authorization + secret("canary-scheme-4d5e"));
            }
        }
        get(core, API + "/users/current", as("anna", secret("Canary-wrong-6f70")));
    }
}
