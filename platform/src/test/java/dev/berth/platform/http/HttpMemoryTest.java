package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.PlatformDependent;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;

/// Memory outside the heap, which nobody but ourselves gives back.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 40, threadMode = ThreadMode.SEPARATE_THREAD)
class HttpMemoryTest {
    private static final int BYTES = 1024 * 1024;
    private static final int ROUNDS = 30;
    private static final int SLOW_CLIENTS = 30;

    @TempDir
    Path folder;

    @Test
    void clients_that_do_not_read_hold_little_of_a_large_answer() throws Exception {
        var bytes = new byte[16 * BYTES];
        var asked = new CountDownLatch(SLOW_CLIENTS);
        var large = TestServer.route(Method.GET, "/large", (_, _) -> {
            asked.countDown();
            return Response.of(200).withBody(new Body.Bytes(bytes));
        });
        var clients = new ArrayList<RawClient>();
        try (var server = TestServer.start(large)) {
            long before = PlatformDependent.usedDirectMemory();
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                clients.add(
                        RawClient.connect(server).send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n"));
            }
            asked.await();

            await().during(Duration.ofSeconds(1))
                    .until(() -> PlatformDependent.usedDirectMemory() - before < 32L * BYTES);
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest(name = "of {1} over {0}")
    @CsvSource({
        "HTTP_1_1, http, /count",
        "HTTP_1_1, http, /chunked",
        "HTTP_1_1, http, /refused",
        "HTTP_1_1, http, /file",
        "HTTP_1_1, http, /stream",
        "HTTP_1_1, https, /count",
        "HTTP_1_1, https, /chunked",
        "HTTP_1_1, https, /refused",
        "HTTP_1_1, https, /file",
        "HTTP_1_1, https, /stream",
        "HTTP_2, https, /count",
        "HTTP_2, https, /chunked",
        "HTTP_2, https, /refused",
        "HTTP_2, https, /file",
        "HTTP_2, https, /stream"
    })
    void what_bodies_took_is_given_back(HttpClient.Version version, String scheme, String path)
            throws Exception {
        var authority = new TestCertificates();
        var settings = TestServer.settings();
        if (scheme.equals("https")) {
            settings = settings.withTls(authority.issue(folder, "EC", "PKCS8"));
        }
        var bytes = new byte[BYTES];
        var file = Files.write(folder.resolve("file"), bytes);
        Handler<String> count = (_, request) -> {
            long read = request.body().stream().transferTo(OutputStream.nullOutputStream());
            return Response.of(200, "X-Bytes", Long.toString(read));
        };
        var routes = new Route<?>[] {
            TestServer.route(Method.PUT, "/count", count).withBody(Route.UNLIMITED),
            TestServer.route(Method.PUT, "/chunked", count).withBody(Route.UNLIMITED),
            TestServer.route(Method.PUT, "/refused", (_, _) -> Response.of(401))
                    .withBody(Route.UNLIMITED),
            TestServer.route(
                    Method.GET,
                    "/file",
                    (_, _) -> Response.of(200)
                            .withBody(new Body.FileRegion(() -> FileChannel.open(file), 0, BYTES))),
            TestServer.route(
                    Method.GET,
                    "/stream",
                    (_, _) -> Response.of(200)
                            .withBody(
                                    new Body.Stream(() -> new ByteArrayInputStream(bytes), BYTES)))
        };
        try (var server = TestServer.start(settings, routes);
                var client =
                        HttpClient.newBuilder().sslContext(authority.trust()).build()) {
            var request = HttpRequest.newBuilder(
                            URI.create(scheme + "://localhost:" + server.port() + path))
                    .version(version);
            switch (path) {
                case "/count" -> request.PUT(BodyPublishers.ofByteArray(bytes));
                case "/refused" -> request.PUT(BodyPublishers.ofByteArray(bytes, 0, 60_000));
                case "/chunked" ->
                    request.PUT(
                            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
                default -> request.GET();
            }
            for (int i = 0; i < 10; i++) {
                client.send(request.build(), BodyHandlers.discarding());
            }
            long before = PlatformDependent.usedDirectMemory();
            for (int i = 0; i < ROUNDS; i++) {
                client.send(request.build(), BodyHandlers.discarding());
            }
            long grown = PlatformDependent.usedDirectMemory() - before;

            assertThat(grown).isLessThan(8L * 1024 * 1024);
        }
    }
}
