package dev.berth.auth.testing;

import dev.berth.platform.http.Headers;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Query;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.RequestBody;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A request as a value.
public record TestRequest(
        Method method,
        String path,
        Map<String, String> parameters,
        Query query,
        Headers headers,
        String content,
        InetAddress client)
        implements Request {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /// A request for something in a repository.
    public static TestRequest of(Method method, String repository) {
        return new TestRequest(
                method,
                "/v2/" + repository + "/manifests/v1",
                Map.of("name", repository),
                Query.NONE,
                Headers.NONE,
                "",
                LOOPBACK);
    }

    /// A token request by GET, with query parameters as names and values in turn.
    public static TestRequest getToken(String... query) {
        return new TestRequest(
                Method.GET, "/service/token", Map.of(), queryOf(query), Headers.NONE, "", LOOPBACK);
    }

    /// A token request by POST, with this form.
    public static TestRequest postToken(String form) {
        return new TestRequest(
                Method.POST,
                "/service/token",
                Map.of(),
                Query.NONE,
                Headers.of("Content-Type", "application/x-www-form-urlencoded"),
                form,
                LOOPBACK);
    }

    public TestRequest with(String... namesAndValues) {
        return new TestRequest(
                method, path, parameters, query, headers.with(namesAndValues), content, client);
    }

    public TestRequest withBasic(String name, String password) {
        return with("Authorization", basic(name, password));
    }

    public TestRequest withBearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public TestRequest from(InetAddress address) {
        return new TestRequest(method, path, parameters, query, headers, content, address);
    }

    public static String basic(String name, String password) {
        var text = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(text);
    }

    private static Query queryOf(String... namesAndValues) {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters
                    .computeIfAbsent(namesAndValues[i], _ -> new ArrayList<>())
                    .add(namesAndValues[i + 1]);
        }
        return new Query(parameters);
    }

    @Override
    public String id() {
        return "request-1";
    }

    @Override
    public String parameter(String name) {
        var value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the pattern has no " + name);
        }
        return value;
    }

    @Override
    public RequestBody body() {
        return new Content(content);
    }

    @Override
    public URI origin() {
        return URI.create("https://registry.example");
    }

    private record Content(String text) implements RequestBody {
        @Override
        public OptionalLong length() {
            return OptionalLong.of(all().length);
        }

        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(all());
        }

        @Override
        public byte[] bytes(int bytesMax) {
            if (all().length > bytesMax) {
                throw new HttpException(new HttpProblem.BodyTooLarge(bytesMax));
            }
            return all();
        }

        private byte[] all() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
