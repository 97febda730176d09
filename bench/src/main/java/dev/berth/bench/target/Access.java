package dev.berth.bench.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.bench.http.Answer;
import dev.berth.bench.http.Connection;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.Request;
import dev.berth.bench.http.RequestBuilder;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What to put into `Authorization`: nothing, Basic, or a Bearer token that is fetched once per
/// scope.
///
/// The server's challenge on `/v2/` decides. A token is fetched again when half of its life
/// is over, so that requests formatted with it outlive any round. Safe for many threads.
public final class Access {
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final long LIFE_SECONDS_DEFAULT = 60;
    private static final JsonMapper JSON = new JsonMapper();

    private final Endpoint endpoint;
    private final Optional<Credentials> credentials;
    private final Optional<Challenge> challenge;
    private final Map<Scope, Token> tokens = new HashMap<>();

    private record Challenge(String scheme, Map<String, String> parameters) {}

    private record Token(String value, long renewAtNanos) {}

    private Access(Endpoint endpoint, Optional<Credentials> credentials) throws IOException {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.challenge = ask();
    }

    /// Asks `/v2/` what the server wants.
    public static Access to(Endpoint endpoint, Optional<Credentials> credentials)
            throws IOException {
        return new Access(endpoint, credentials);
    }

    /// The header's value for that scope; empty if the server wants none.
    ///
    /// @throws IOException if the token service refuses
    public synchronized Optional<String> authorization(Scope scope) throws IOException {
        if (challenge.isEmpty()) {
            return Optional.empty();
        }
        if (challenge.get().scheme().equalsIgnoreCase("Basic")) {
            return credentials.map(Credentials::basic);
        }
        Token known = tokens.get(scope);
        if (known == null || System.nanoTime() > known.renewAtNanos()) {
            known = fetch(scope);
            tokens.put(scope, known);
        }
        return Optional.of("Bearer " + known.value());
    }

    /// What it logs in with; empty if it was given nothing.
    public Optional<Credentials> credentials() {
        return credentials;
    }

    /// The header's value with the password itself; empty without credentials.
    public Optional<String> basic() {
        return credentials.map(Credentials::basic);
    }

    /// A request to the token service, as a client sends it.
    ///
    /// @throws IOException if this server does not work with tokens
    public Request tokenRequest(Scope scope) throws IOException {
        Challenge bearer = challenge
                .filter(asked -> asked.scheme().equalsIgnoreCase("Bearer"))
                .orElseThrow(() -> new IOException(endpoint + " does not ask for a token"));
        URI realm = URI.create(bearer.parameters().getOrDefault("realm", ""));
        requireSameServer(realm);
        var path = new StringBuilder(realm.getRawPath()).append("?service=");
        path.append(encode(bearer.parameters().getOrDefault("service", "")));
        for (String each : scope.text().split(" ", -1)) {
            if (!each.isEmpty()) {
                path.append("&scope=").append(encode(each));
            }
        }
        var request = new RequestBuilder(endpoint, "GET", path.toString());
        credentials.ifPresent(known -> request.header("Authorization", known.basic()));
        return request.expecting(200);
    }

    /// How the bench presents itself, for the report.
    public String describe() {
        return challenge.map(Challenge::scheme).orElse("none");
    }

    private Optional<Challenge> ask() throws IOException {
        Answer answer =
                exchange(new RequestBuilder(endpoint, "GET", "/v2/").expecting(200, 401, 404));
        if (answer.status() != 401) {
            return Optional.empty();
        }
        String header = answer.header("WWW-Authenticate")
                .orElseThrow(() -> new IOException(endpoint + " answers 401 without a challenge"));
        var parameters = new HashMap<String, String>();
        var matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        return Optional.of(new Challenge(header.split(" ", 2)[0], parameters));
    }

    private Token fetch(Scope scope) throws IOException {
        var answer = JSON.readTree(exchange(tokenRequest(scope)).body());
        String value = answer.path("token").asString(answer.path("access_token").asString(""));
        long life = answer.path("expires_in").asLong(LIFE_SECONDS_DEFAULT);
        return new Token(value, System.nanoTime() + Duration.ofSeconds(life).toNanos() / 2);
    }

    private Answer exchange(Request request) throws IOException {
        try (var connection = Connection.open(endpoint)) {
            return connection.exchange(request);
        }
    }

    private void requireSameServer(URI realm) throws IOException {
        if (!endpoint.host().equals(realm.getRawAuthority())) {
            throw new IOException("token service " + realm + " is not at " + endpoint);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
