package dev.berth.app.e2e;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A client that does what the challenge says: nothing, Basic, or a token for the challenged scope,
/// kept per repository and action as the suite keeps it.
public final class RegistryClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final Login login;
    private final Optional<RegistryClient> deleting;
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();

    public RegistryClient(URI base, Login login) {
        this(base, login, Optional.empty());
    }

    private RegistryClient(URI base, Login login, Optional<RegistryClient> deleting) {
        this.base = base;
        this.login = login;
        this.deleting = deleting;
    }

    /// The same, where somebody else deletes what this one is forbidden to.
    public RegistryClient withDeleting(RegistryClient other) {
        return new RegistryClient(base, login, Optional.of(other));
    }

    /// How a client shows who it is.
    public sealed interface Login {
        record None() implements Login {}

        record Basic(String user, String password) implements Login {}

        record Bearer(String user, String password) implements Login {}
    }

    /// An answer with its whole body.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record Answer(int status, HttpHeaders headers, byte[] body) {
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        public String location() {
            return header("Location")
                    .orElseThrow(() -> new AssertionError("no Location in " + headers.map()));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// Makes a project, unless it is there; as somebody who may.
    public void ensureProject(String name) {
        var answer = api("POST", "/api/v2.0/projects", "{\"project_name\":\"" + name + "\"}");
        if (answer.status() != 201 && answer.status() != 409) {
            throw new AssertionError(name + ": " + answer.status() + " " + answer.text());
        }
    }

    /// Calls Harbor's API with JSON and a password.
    public Answer api(String method, String path, String body) {
        var authorization = switch (login) {
            case Login.None() -> null;
            case Login.Basic(var user, var password) -> basic(user, password);
            case Login.Bearer(var user, var password) -> basic(user, password);
        };
        return sendOnce(
                method,
                path,
                BodyPublishers.ofString(body),
                authorization,
                "Content-Type",
                "application/json");
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Answer head(String path, String... headers) {
        return send("HEAD", path, BodyPublishers.noBody(), headers);
    }

    public Answer delete(String path) {
        var answer = send("DELETE", path, BodyPublishers.noBody());
        return answer.status() == 403 && deleting.isPresent()
                ? deleting.get().delete(path)
                : answer;
    }

    public Answer post(String path, byte[] body, String... headers) {
        return send("POST", path, BodyPublishers.ofByteArray(body), headers);
    }

    public Answer put(String path, byte[] body, String... headers) {
        return send("PUT", path, BodyPublishers.ofByteArray(body), headers);
    }

    public Answer patch(String path, byte[] body, String... headers) {
        return send("PATCH", path, BodyPublishers.ofByteArray(body), headers);
    }

    /// A PATCH of unknown length, as docker streams layers.
    public Answer stream(String path, byte[] body) {
        var chunked = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));
        return send("PATCH", path, chunked, "Content-Type", "application/octet-stream");
    }

    private Answer send(String method, String path, BodyPublisher body, String... headers) {
        var key = cacheKey(method, path);
        var answer = sendOnce(method, path, body, authorizations.get(key), headers);
        if (answer.status() != 401 || login instanceof Login.None) {
            return answer;
        }
        var authorization = authorization(answer.header("WWW-Authenticate").orElseThrow());
        authorizations.put(key, authorization);
        return sendOnce(method, path, body, authorization, headers);
    }

    private static String cacheKey(String method, String path) {
        var action = switch (method) {
            case "GET", "HEAD" -> "pull";
            case "DELETE" -> "delete";
            default -> "push";
        };
        return action + " " + path.replaceFirst("/(blobs|manifests|tags|referrers)/.*$", "");
    }

    private Answer sendOnce(
            String method,
            String path,
            BodyPublisher body,
            @Nullable String authorization,
            String... headers) {
        var request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String authorization(String challenge) {
        return switch (login) {
            case Login.None() -> throw new AssertionError("asked to log in: " + challenge);
            case Login.Basic(var user, var password) -> basic(user, password);
            case Login.Bearer(var user, var password) ->
                "Bearer " + token(challenge, basic(user, password));
        };
    }

    private String token(String challenge, String basic) {
        var parameters = new java.util.HashMap<String, String>();
        var matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        var query = "?service=" + encode(parameters.getOrDefault("service", ""));
        for (var scope : parameters.getOrDefault("scope", "").split(" ", -1)) {
            query += "&scope=" + encode(scope);
        }
        var answer =
                sendOnce("GET", parameters.get("realm") + query, BodyPublishers.noBody(), basic);
        var found = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"").matcher(answer.text());
        if (!found.find()) {
            throw new AssertionError("no token: " + answer.status() + " " + answer.text());
        }
        return found.group(1);
    }

    /// The value of `Authorization` for a name and a password.
    static String basic(String user, String password) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
