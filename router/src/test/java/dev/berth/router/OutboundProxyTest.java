package dev.berth.router;

import static dev.berth.router.MockHarbor.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.berth.platform.http.testing.SelfSigned;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The ways to a Harbor that is reached through a proxy only.
@DisplayNameGeneration(ReplaceUnderscores.class)
class OutboundProxyTest {
    private static final String APP = "/v2/proxy/team/app/manifests/v1";

    @TempDir
    Path folder;

    private final MockHarbor harbor = new MockHarbor();
    private final HttpClient client = HttpClient.newHttpClient();

    /// `Proxy-Authorization` of each request that [#pass] passed on; `null` where there was none.
    private final List<String> shown = new CopyOnWriteArrayList<>();

    OutboundProxyTest() throws IOException {}

    @BeforeEach
    void open() {
        harbor.project("ghcr", "github-ghcr").image("team/app", "v1", "layer");
    }

    @AfterEach
    void close() {
        harbor.close();
        client.close();
    }

    private TestRouter router(URI proxy, Map<String, String> settings) throws IOException {
        var all = new HashMap<>(settings);
        all.put("router.proxy", proxy.toString());
        all.put("router.proxy-username", "router");
        if (!all.containsKey("router.proxy-password-file")) {
            all.put("router.proxy-password", "sesame");
        }
        return TestRouter.start(harbor, all);
    }

    @Test
    void a_proxy_passes_requests_on_to_a_harbor_in_plain_http() throws Exception {
        var proxy = serve(HttpServer.create(loopback(), 0));
        try (var router =
                router(URI.create("http://127.0.0.1:" + proxy.getAddress().getPort()), Map.of())) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            assertThat(shown).isNotEmpty().containsOnly(basic("router", "sesame"));
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void the_password_of_the_proxy_follows_its_file() throws Exception {
        var file = Files.writeString(folder.resolve("password"), "sesame");
        var proxy = serve(HttpServer.create(loopback(), 0));
        try (var router = router(
                URI.create("http://127.0.0.1:" + proxy.getAddress().getPort()),
                Map.of("router.proxy-password-file", file.toString()))) {
            assertThat(shown).isNotEmpty().containsOnly(basic("router", "sesame"));

            Files.writeString(file, "open");

            await().until(() -> {
                router.get("/v2/proxy/team/other/manifests/v1");
                return shown.contains(basic("router", "open"));
            });
        } finally {
            proxy.stop(0);
        }
    }

    @Test
    void a_proxy_opens_a_tunnel_to_a_harbor_with_tls() throws Exception {
        var secured = HttpsServer.create(loopback(), 0);
        secured.setHttpsConfigurator(new HttpsConfigurator(context()));
        var tls = serve(secured);
        int port = tls.getAddress().getPort();
        var settings = Map.of(
                "router.harbor-url",
                "https://127.0.0.1:" + port,
                "router.harbor-ca",
                folder.resolve("harbor.crt").toString());
        try (var proxy = Tunnel.ofHttp();
                var router = router(proxy.uri("http"), settings)) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            assertThat(proxy.calls)
                    .isNotEmpty()
                    .containsOnly(port + " CONNECT " + basic("router", "sesame"));
            assertThat(shown).isNotEmpty().containsOnly("null");
        } finally {
            tls.stop(0);
        }
    }

    @Test
    void a_socks_proxy_carries_whatever_is_said_to_harbor() throws Exception {
        try (var proxy = Tunnel.ofSocks();
                var router = router(proxy.uri("socks5"), Map.of())) {
            assertThat(router.get(APP).statusCode()).isEqualTo(200);
            assertThat(proxy.calls)
                    .isNotEmpty()
                    .containsOnly(harbor.uri().getPort() + " router sesame");
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private HttpServer serve(HttpServer server) {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
        return server;
    }

    /// To the mock, whatever it came by.
    private void pass(HttpExchange exchange) throws IOException {
        var fields = exchange.getRequestHeaders();
        shown.add(String.valueOf(fields.getFirst("Proxy-Authorization")));
        var request = HttpRequest.newBuilder(harbor.uri().resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.noBody())
                .header("Authorization", fields.getFirst("Authorization"))
                .build();
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            for (var field : List.of("Content-Type", "Docker-Content-Digest")) {
                answer.headers()
                        .firstValue(field)
                        .ifPresent(value -> exchange.getResponseHeaders().set(field, value));
            }
            int length = answer.body().length == 0 ? -1 : answer.body().length;
            exchange.sendResponseHeaders(answer.statusCode(), length);
            if (length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// With a certificate of this address, which is in the folder too.
    private SSLContext context()
            throws GeneralSecurityException, IOException, InterruptedException {
        var made = SelfSigned.make(folder, "harbor");
        var password = SelfSigned.PASSWORD.toCharArray();
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(made.store().toFile(), password), password);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
