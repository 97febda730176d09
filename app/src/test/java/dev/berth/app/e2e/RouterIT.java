package dev.berth.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.berth.platform.http.testing.SelfSigned;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The router in a process of its own, before a Harbor of one project.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class RouterIT {
    private static final int SMALL_HEAP_MEBIBYTES = 64;
    private static final int HEAP_MEBIBYTES = 128;
    private static final int MANIFEST_BYTES = 4 * 1024 * 1024 - 64;
    private static final int PIECE_BYTES = 64 * 1024;

    /// Of the short layer, whose last one waits for [#mayEnd].
    private static final int SHORT_PIECES = 4;

    private static final Duration PIECE_INTERVAL = Duration.ofMillis(50);
    private static final String SHORT = "sha256:" + "0".repeat(64);
    private static final String LONG = "sha256:" + "1".repeat(64);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final AtomicInteger streams = new AtomicInteger();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private HttpServer harbor;

    @BeforeEach
    void open() throws IOException {
        harbor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        harbor.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        harbor.createContext("/api/v2.0/registries", exchange -> send(exchange, "[]"));
        harbor.createContext(
                "/api/v2.0/projects",
                exchange -> send(exchange, "[{\"name\": \"hub\", \"registry_id\": 1}]"));
        harbor.createContext("/v2/", this::content);
        harbor.start();
    }

    @AfterEach
    void close() {
        client.close();
        harbor.stop(0);
    }

    private void content(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.contains("/manifests/")) {
            // Another one for each tag.
            send(exchange, "{\"tag\": \"%s\", ".formatted(path) + " ".repeat(MANIFEST_BYTES) + "}");
        } else {
            stream(exchange, path.endsWith(SHORT) ? SHORT_PIECES : Integer.MAX_VALUE);
        }
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            var bytes = text.getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders()
                    .set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", "" + bytes.length);
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, bytes.length);
            for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
                exchange.getResponseBody()
                        .write(bytes, from, Math.min(PIECE_BYTES, bytes.length - from));
            }
        }
    }

    private void stream(HttpExchange exchange, int pieces) throws IOException {
        streams.incrementAndGet();
        try (exchange) {
            exchange.sendResponseHeaders(200, (long) pieces * PIECE_BYTES);
            for (int i = 0; i < pieces; i++) {
                if (i == pieces - 1) {
                    mayEnd.await();
                }
                exchange.getResponseBody().write(new byte[PIECE_BYTES]);
                TimeUnit.MILLISECONDS.sleep(PIECE_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.decrementAndGet();
        }
    }

    private BerthProcess router(int heapMebibytes, Map<String, String> settings) throws Exception {
        return BerthProcess.startRouter(
                folder.resolve("router"),
                URI.create("http://127.0.0.1:" + harbor.getAddress().getPort()),
                settings,
                heapMebibytes);
    }

    private <T> int status(URI uri, BodyHandler<T> body) throws Exception {
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Basic YTpi")
                .timeout(Duration.ofSeconds(60))
                .build();
        return client.send(request, body).statusCode();
    }

    @Test
    void R42_the_largest_manifests_all_at_once_do_not_use_up_the_memory() throws Exception {
        try (var router = router(SMALL_HEAP_MEBIBYTES, Map.of());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var image = router.uri() + "/v2/proxy/team/app/manifests/";
            var answers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 64; i++) {
                var uri = URI.create(image + "t" + i);
                answers.add(threads.submit(() -> status(uri, BodyHandlers.discarding())));
            }

            var statuses = new ArrayList<Integer>();
            for (var answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).isSubsetOf(200, 503).contains(200);
            assertThat(status(URI.create(router.uri() + "/v2/"), BodyHandlers.discarding()))
                    .isEqualTo(200);
        }
    }

    @Test
    void R38_a_stop_fails_readiness_serves_on_and_cuts_what_takes_too_long() throws Exception {
        var settings = Map.of(
                "BERTH_ROUTER_COALESCE_BLOBS", "false",
                "BERTH_MANAGEMENT_DRAIN_DELAY", "8s",
                "BERTH_HTTP_DRAIN_TIMEOUT", "4s");
        try (var router = router(HEAP_MEBIBYTES, settings);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var finished = new ArrayList<Future<Integer>>();
            var cut = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 25; i++) {
                finished.add(threads.submit(() -> pull(router, SHORT)));
                cut.add(threads.submit(() -> pull(router, LONG)));
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> streams.get() == 50);

            router.stop();

            await().until(() -> status(router.readiness(), BodyHandlers.discarding()) == 503);
            assertThat(status(URI.create(router.uri() + "/readyz"), BodyHandlers.discarding()))
                    .isEqualTo(503);
            assertThat(status(URI.create(router.uri() + "/v2/"), BodyHandlers.discarding()))
                    .isEqualTo(200);
            mayEnd.countDown();
            for (var each : finished) {
                assertThat(each.get()).isEqualTo(200);
            }
            assertThat(cut).allSatisfy(RouterIT::isCut);
            assertThat(router.awaitExit()).isZero();
        }
    }

    @Test
    void R26_who_shows_a_certificate_of_the_authority_pulls_and_nobody_else_does()
            throws Exception {
        var _ = SelfSigned.make(folder, "server");
        var _ = SelfSigned.make(folder, "cluster");
        var _ = SelfSigned.make(folder, "impostor");
        var settings = Map.of(
                "BERTH_HTTP_TLS_CERTIFICATE", folder.resolve("server.crt").toString(),
                "BERTH_HTTP_TLS_KEY", folder.resolve("server.key").toString(),
                "BERTH_ROUTER_AUTH_MODE", "certificate",
                "BERTH_ROUTER_CLIENT_CA", folder.resolve("cluster.crt").toString());
        try (var router = router(HEAP_MEBIBYTES, settings)) {
            var image = URI.create(router.uri() + "/v2/proxy/team/app/manifests/v1");

            assertThat(statusAs("cluster", image)).isEqualTo(200);
            assertThat(statusAs("", image)).isEqualTo(403);
            // The client keeps a certificate to itself that nobody here has signed.
            assertThat(statusAs("impostor", image)).isEqualTo(403);
        }
    }

    /// @param name whose certificate is shown; empty for none
    private int statusAs(String name, URI uri) throws Exception {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var in = Files.newInputStream(folder.resolve("server.crt"))) {
            var server = CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("server", server);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(own(name), trust.getTrustManagers(), null);
        try (var https = HttpClient.newBuilder().sslContext(context).build()) {
            var request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
            return https.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private KeyManager[] own(String name) throws Exception {
        if (name.isEmpty()) {
            return new KeyManager[0];
        }
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, SelfSigned.PASSWORD.toCharArray());
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, SelfSigned.PASSWORD.toCharArray());
        return keys.getKeyManagers();
    }

    private static void isCut(Future<Integer> pull) throws InterruptedException {
        try {
            assertThat(pull.get()).as("a layer without end").isNull();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(IOException.class);
        }
    }

    private int pull(BerthProcess router, String layer) throws Exception {
        return status(
                URI.create(router.uri() + "/v2/proxy/team/app/blobs/" + layer),
                BodyHandlers.discarding());
    }
}
