package dev.berth.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.platform.config.Config;
import dev.berth.platform.http.HttpEvents;
import dev.berth.platform.http.HttpServer;
import dev.berth.platform.http.HttpSettings;
import dev.berth.platform.http.Request;
import dev.berth.platform.lifecycle.Drain;
import dev.berth.platform.lifecycle.Health;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.platform.telemetry.TraceContext;
import dev.berth.router.metrics.RequestMetrics;

import org.awaitility.Awaitility;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A router on loopback in front of a [MockHarbor], and a client of it.
final class TestRouter implements AutoCloseable {
    private static final int RECEIVED_BYTES = 32 * 1024;

    private final Resources opened = new Resources();
    private final Metrics metrics = new Metrics();
    private final AtomicLong passed = new AtomicLong();
    private final Drain drain = new Drain();
    private final HttpServer server;
    private final RouterFeature feature;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private TestRouter(MockHarbor harbor, Map<String, String> given) throws IOException {
        var texts = new HashMap<>(Map.of(
                "router.harbor-url",
                harbor.uri().toString(),
                "router.harbor-username",
                MockHarbor.ROBOT,
                "router.harbor-password",
                MockHarbor.ROBOT_PASSWORD,
                "router.auth-mode",
                "presence",
                "router.question-timeout",
                "2s",
                "router.discovery-interval",
                "1s"));
        texts.put("http.listen", "127.0.0.1:0");
        texts.putAll(given);
        if (given.containsKey("router.harbor-password-file")) {
            texts.remove("router.harbor-password");
        }
        var http = new AtomicReference<HttpSettings>();
        var settings = Config.of(texts, all -> {
            http.set(HttpSettings.from(all));
            return RouterSettings.from(all);
        });
        feature = RouterFeature.start(
                settings,
                metrics,
                new PassingClock(),
                () -> System.nanoTime() + passed.get(),
                drain,
                opened);
        server = opened.add(HttpServer.start(
                http.get(),
                feature.groups(),
                new RequestMetrics(metrics, "test", new TracedRequests())));
    }

    /// Has requests stand where they say in a trace, as the product does with a span of its own.
    private static final class TracedRequests implements HttpEvents {
        @Override
        public Observation started(Request request, String operation) {
            request.headers()
                    .first("traceparent")
                    .flatMap(parent -> TraceContext.parse(parent, List.of()))
                    .ifPresent(request::traced);
            return Observation.NONE;
        }
    }

    /// The time of day, moved on by what has passed.
    private final class PassingClock extends Clock {
        @Override
        public Instant instant() {
            return Instant.now().plusNanos(passed.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks for the hour");
        }
    }

    /// Starts one, and waits until it knows projects.
    static TestRouter start(MockHarbor harbor, Map<String, String> settings) throws IOException {
        var router = startUnready(harbor, settings);
        Awaitility.await().until(() -> router.get("/readyz").statusCode() == 200);
        return router;
    }

    static TestRouter startUnready(MockHarbor harbor, Map<String, String> settings)
            throws IOException {
        return new TestRouter(harbor, settings);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }

    /// Lets what is remembered grow older.
    void pass(Duration time) {
        passed.addAndGet(time.toNanos());
    }

    /// Says that it is about to go.
    void drain() {
        drain.begin();
    }

    /// A GET with some credential.
    HttpResponse<String> get(String path, String... fields)
            throws IOException, InterruptedException {
        return send("GET", path, "Basic YTpi", fields);
    }

    HttpResponse<String> head(String path, String... fields)
            throws IOException, InterruptedException {
        return send("HEAD", path, "Basic YTpi", fields);
    }

    HttpResponse<String> send(String method, String path, String authorization, String... fields)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    /// A connection for what no client would send, with little room for what it receives.
    Socket connect() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(RECEIVED_BYTES);
        socket.connect(server.address());
        return socket;
    }

    /// Asks for something on a connection of its own, and reads nothing.
    Socket ask(String path) throws IOException {
        var socket = connect();
        ask(socket, path);
        return socket;
    }

    /// Asks for something, and reads nothing.
    static void ask(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpi\r\n\r\n"
                        .formatted(path)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /// Reads the head of an answer; what follows is its body.
    static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no answer");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /// Asserts that what follows breaks off before it is so long.
    static void assertCut(InputStream body, int length) {
        assertThatThrownBy(() -> {
                    assertThat(body.readNBytes(length)).hasSizeLessThan(length);
                    throw new EOFException("cut");
                })
                .isInstanceOf(IOException.class);
    }

    String metrics() throws IOException {
        var text = new ByteArrayOutputStream();
        metrics.write(text);
        return text.toString(StandardCharsets.UTF_8);
    }

    /// What operators are told, on an address of their own.
    HttpResponse<String> operator(String path, String authorization)
            throws IOException, InterruptedException {
        try (var operators = HttpServer.start(
                HttpSettings.cleartext(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                feature.operators(),
                HttpEvents.NONE)) {
            var address = operators.address();
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + address.getPort() + path))
                    .timeout(Duration.ofSeconds(30));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        }
    }

    /// What readiness says.
    Health.Report health() throws InterruptedException {
        return new Health(feature.checks()).report();
    }

    @Override
    public void close() throws IOException {
        opened.close();
        client.close();
        metrics.close();
    }
}
