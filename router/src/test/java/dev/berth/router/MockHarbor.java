package dev.berth.router;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.berth.oci.Digest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Harbor on loopback as far as the router asks it, whose projects can be made slow, broken, or
/// liars.
final class MockHarbor implements AutoCloseable {
    static final String ROBOT = "robot$router";
    static final String ROBOT_PASSWORD = "secret";

    /// Written at one time; the library copies each outside of the heap.
    private static final int PIECE_BYTES = 16 * 1024;

    private static final String CHALLENGE =
            "Bearer realm=\"https://elsewhere.example/token\",service=\"harbor-registry\"";

    private final HttpServer server;
    private final Map<String, MockProject> projects =
            Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Set<String>> readers = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile String robotPassword = ROBOT_PASSWORD;
    volatile int listStatus = 200;

    /// Answered with [#listStatus]; the pages before it are well. 0 for all of them.
    volatile int listStatusFromPage;

    /// A registry more, as it stands in the list; empty text for none.
    volatile String oddRegistry = "";

    /// Before an answer of the token service.
    volatile Duration tokenLatency = Duration.ZERO;

    /// Tokens that it has issued.
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    /// `Authorization` of each request that came, in order; empty texts where there was none.
    final List<String> credentials = new CopyOnWriteArrayList<>();

    /// `traceparent` of each request that had one.
    final List<String> traces = new CopyOnWriteArrayList<>();

    MockHarbor() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Adds a project behind which there is a registry of this type.
    MockProject project(String name, String registryType) {
        var project = new MockProject(name, projects.size() + 1, registryType);
        projects.put(name, project);
        return project;
    }

    /// Adds an account that may read these projects; its password is its name.
    void reader(String name, String... readable) {
        readers.put(basic(name, name), Set.of(readable));
    }

    static String basic(String name, String password) {
        var text = name + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// How many requests of this method, or of any (the empty text), named a path with this in it.
    long asked(String method, String part) {
        return requests.stream()
                .filter(request -> request.startsWith(method) && request.contains(part))
                .count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        requests.add(exchange.getRequestMethod() + " " + uri);
        var shown = exchange.getRequestHeaders().getFirst("Authorization");
        credentials.add(shown == null ? "" : shown);
        traces.addAll(exchange.getRequestHeaders().getOrDefault("traceparent", List.of()));
        try (exchange) {
            switch (uri.getPath()) {
                case "/api/v2.0/projects" -> list(exchange);
                case "/api/v2.0/registries" -> send(exchange, 200, part(exchange, registries()));
                case "/api/v2.0/systeminfo" ->
                    send(exchange, 200, "{\"harbor_version\":\"v2.14.0\"}");
                case "/service/token" -> token(exchange);
                case "/v2/" -> ping(exchange);
                default -> content(exchange, uri.getPath());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        if (!isRobot(exchange)) {
            send(exchange, 401, "{}");
        } else {
            boolean well = page(exchange) < listStatusFromPage;
            send(exchange, well ? 200 : listStatus, part(exchange, projects()));
        }
    }

    private static int page(HttpExchange exchange) {
        return Integer.parseInt(parameters(exchange, "page").getFirst());
    }

    private static String part(HttpExchange exchange, Stream<String> all) {
        int size = Integer.parseInt(parameters(exchange, "page_size").getFirst());
        return all.skip((page(exchange) - 1L) * size)
                .limit(size)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private List<MockProject> all() {
        synchronized (projects) {
            return List.copyOf(projects.values());
        }
    }

    private Stream<String> projects() {
        return all().stream().map(MockProject::json);
    }

    private Stream<String> registries() {
        var odd = oddRegistry.isEmpty() ? Stream.<String>empty() : Stream.of(oddRegistry);
        return Stream.concat(odd, all().stream().map(MockProject::registryJson));
    }

    private boolean isRobot(HttpExchange exchange) {
        return basic(ROBOT, robotPassword)
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private void token(HttpExchange exchange) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(tokenLatency.toMillis());
        var readable = readers.get(exchange.getRequestHeaders().getFirst("Authorization"));
        if (readable == null) {
            send(exchange, 401, "{}");
            return;
        }
        var access = parameters(exchange, "scope").stream()
                .map(scope -> scope.split(":", -1)[1])
                .map(name -> "{\"type\":\"repository\",\"name\":\"%s\",\"actions\":[%s]}"
                        .formatted(
                                name, readable.contains(name.split("/", -1)[0]) ? "\"pull\"" : ""))
                .collect(Collectors.joining(",", "{\"access\":[", "]}"));
        var claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(access.getBytes(StandardCharsets.UTF_8));
        send(exchange, 200, "{\"token\":\"e30.%s.c2ln\"}".formatted(claims));
    }

    /// Issues a token for pulling from these repositories, named with their projects.
    String token(String subject, Duration lifetime, String... repositories) {
        var access = Arrays.stream(repositories)
                .map(name -> "{\"type\":\"repository\",\"name\":\"%s\",\"actions\":[\"pull\"]}"
                        .formatted(name))
                .collect(Collectors.joining(","));
        var claims = "{\"sub\":\"%s\",\"exp\":%d,\"access\":[%s]}"
                .formatted(subject, Instant.now().plus(lifetime).getEpochSecond(), access);
        var token = "e30." + encoded(claims) + ".c2ln";
        tokens.add(token);
        return token;
    }

    private void ping(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("WWW-Authenticate", CHALLENGE);
        send(exchange, tokens.contains(bearer(exchange)) ? 200 : 401, "{}");
    }

    void revoke(String token) {
        tokens.remove(token);
    }

    static String encoded(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String bearer(HttpExchange exchange) {
        var field = exchange.getRequestHeaders().getFirst("Authorization");
        return field == null ? "" : field.replaceFirst("^Bearer ", "");
    }

    private static List<String> parameters(HttpExchange exchange, String name) {
        var values = new ArrayList<String>();
        for (var part : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            if (part.startsWith(name + "=")) {
                values.add(URLDecoder.decode(
                        part.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    private void content(HttpExchange exchange, String path)
            throws IOException, InterruptedException {
        if (path.startsWith("/api/v2.0/projects/") && path.endsWith("/repositories")) {
            var project = projects.get(path.split("/", -1)[4]);
            boolean first = parameters(exchange, "page").getFirst().equals("1");
            send(exchange, 200, project == null || !first ? "[]" : project.repositoriesJson());
            return;
        }
        var parts = path.split("/", 4);
        var project = parts.length < 4 ? null : projects.get(parts[2]);
        if (!parts[1].equals("v2") || project == null) {
            send(exchange, 404, "{}");
        } else if (!isRobot(exchange)) {
            send(exchange, 401, "{}");
        } else {
            project.answer(exchange, parts[3]);
        }
    }

    static void send(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else if (status == 304 || body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            for (int from = 0; from < body.length; from += PIECE_BYTES) {
                int size = Math.min(PIECE_BYTES, body.length - from);
                exchange.getResponseBody().write(body, from, size);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// Something under a reference.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Content(String type, byte[] bytes) {
        Digest digest() {
            return Digest.of(Digest.Algorithm.SHA256, bytes);
        }

        byte[] slice(int from, int to) {
            return Arrays.copyOfRange(bytes, from, to);
        }
    }
}
