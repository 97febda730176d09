package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class HttpTlsTest {
    private final TestCertificates authority = new TestCertificates();
    private final byte[] bytes = new byte[3_000_000];

    @TempDir
    Path folder;

    HttpTlsTest() {
        new Random(3).nextBytes(bytes);
    }

    private TestServer start(HttpSettings.Tls tls, Route<?>... routes) {
        return TestServer.start(TestServer.settings().withTls(tls), routes);
    }

    private static Route<String> ping() {
        return TestServer.route(
                Method.GET,
                "/a",
                (_, request) -> Response.of(200, "X-Origin", request.origin().toString()));
    }

    private HttpClient client() {
        return HttpClient.newBuilder().sslContext(authority.trust()).build();
    }

    private static HttpRequest.Builder request(TestServer server, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path));
    }

    private static Route<String> whoami() {
        return TestServer.route(
                Method.GET,
                "/a",
                (_, request) -> Response.of(
                        200,
                        "X-Subject",
                        request.clientCertificate()
                                .map(shown -> shown.getSubjectX500Principal().getName())
                                .orElse("nobody")));
    }

    private HttpSettings.Tls asking(TestCertificates clients) throws IOException {
        var tls = authority.issue(folder, "EC", "PKCS8");
        var authorities = clients.write(folder.resolve("clients.crt"));
        return new HttpSettings.Tls(tls.certificate(), tls.key(), Optional.of(authorities));
    }

    private static String subject(TestServer server, SSLContext context) throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(request(server, "/a").build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("X-Subject")
                    .orElse("");
        }
    }

    @Test
    void a_client_may_show_a_certificate_of_the_authority_that_is_set() throws Exception {
        var clients = new TestCertificates();
        try (var server = start(asking(clients), whoami())) {
            assertThat(subject(server, authority.trust(clients, "CN=cluster one")))
                    .isEqualTo("CN=cluster one");
            assertThat(subject(server, authority.trust())).isEqualTo("nobody");
        }
    }

    @Test
    void a_certificate_of_anybody_else_ends_the_handshake() throws Exception {
        var clients = new TestCertificates();
        var impostor = new TestCertificates();
        try (var server = start(asking(clients), whoami())) {
            assertThatThrownBy(() -> subject(server, authority.trust(impostor, "CN=cluster one")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_file_of_authorities_without_a_certificate_is_refused() throws Exception {
        var tls = authority.issue(folder, "EC", "PKCS8");
        var empty = Files.writeString(folder.resolve("empty.crt"), "nothing");
        assertThatThrownBy(() -> HttpServer.start(
                        TestServer.settings()
                                .withTls(new HttpSettings.Tls(
                                        tls.certificate(), tls.key(), Optional.of(empty))),
                        List.of(),
                        HttpEvents.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.crt");
    }

    @ParameterizedTest(name = "a key of {0} written as {1}")
    @CsvSource({"EC, PKCS8", "RSA, PKCS8", "RSA, PKCS1"})
    void is_used(String algorithm, String format) throws Exception {
        try (var server = start(authority.issue(folder, algorithm, format), ping());
                var client = client()) {
            var answer = client.send(request(server, "/a").build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.headers().firstValue("X-Origin"))
                    .contains("https://localhost:" + server.port());
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void every_kind_of_body_arrives_whole(HttpClient.Version version) throws Exception {
        var file = Files.write(folder.resolve("file"), bytes);
        var region = new Body.FileRegion(() -> FileChannel.open(file), 1, bytes.length - 1);
        var stream = new Body.Stream(() -> new ByteArrayInputStream(bytes), bytes.length);
        var routes = new Route<?>[] {
            TestServer.route(
                    Method.GET,
                    "/bytes",
                    (_, _) -> Response.of(200).withBody(new Body.Bytes(bytes))),
            TestServer.route(Method.GET, "/file", (_, _) -> Response.of(200).withBody(region)),
            TestServer.route(Method.GET, "/stream", (_, _) -> Response.of(200).withBody(stream)),
            TestServer.route(
                    Method.GET,
                    "/both",
                    (_, _) ->
                            Response.of(200).withBody(new Body.Sequence(List.of(region, stream)))),
            TestServer.route(
                            Method.PUT,
                            "/echo",
                            (_, request) -> Response.of(200)
                                    .withBody(new Body.Bytes(
                                            request.body().stream().readAllBytes())))
                    .withBody(Route.UNLIMITED)
        };
        try (var server = start(authority.issue(folder, "EC", "PKCS8"), routes);
                var client = client()) {
            for (var path : List.of("/bytes", "/file", "/stream", "/both")) {
                var get = request(server, path).version(version).build();
                var answer = client.send(get, BodyHandlers.ofByteArray());

                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.body())
                        .as(path)
                        .endsWith(bytes[bytes.length - 2], bytes[bytes.length - 1]);
                assertThat(answer.headers().firstValueAsLong("Content-Length"))
                        .hasValue(answer.body().length);
            }
            var put = request(server, "/echo")
                    .version(version)
                    .PUT(BodyPublishers.ofByteArray(bytes));
            assertThat(client.send(put.build(), BodyHandlers.ofByteArray()).body())
                    .isEqualTo(bytes);
            var chunked = request(server, "/echo")
                    .version(version)
                    .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
            assertThat(client.send(chunked.build(), BodyHandlers.ofByteArray()).body())
                    .isEqualTo(bytes);
            var head = request(server, "/file").version(version).HEAD().build();
            assertThat(client.send(head, BodyHandlers.ofByteArray())
                            .headers()
                            .firstValueAsLong("Content-Length"))
                    .hasValue(bytes.length - 1);
        }
    }

    @Test
    void tls_1_1_is_refused() throws Exception {
        try (var server = start(authority.issue(folder, "EC", "PKCS8"), ping());
                var socket = connect(server)) {
            var old = new SSLParameters();
            old.setProtocols(new String[] {"TLSv1.1"});
            socket.setSSLParameters(old);

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void a_key_that_is_not_the_certificates_is_refused_at_start() throws Exception {
        var other = Files.createDirectory(folder.resolve("other"));
        var tls = authority.issue(folder, "EC", "PKCS8");
        Files.copy(
                authority.issue(other, "EC", "PKCS8").key(),
                tls.key(),
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> HttpServer.start(
                        TestServer.settings().withTls(tls), List.of(), HttpEvents.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tls.key")
                .hasMessageContaining("not that of the certificate");
    }

    @Test
    void a_changed_certificate_is_taken_over_and_open_connections_go_on() throws Exception {
        var tls = authority.issue(folder, "EC", "PKCS8");
        try (var server = start(tls, ping());
                var open = connect(server)) {
            var first = ask(open);

            authority.issue(folder, "RSA", "PKCS1");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !certificate(server).equals(first));

            var second = certificate(server);
            for (int i = 0; i < 10; i++) { // whichever event loop it is
                assertThat(certificate(server)).isEqualTo(second);
            }
            assertThat(ask(open)).isEqualTo(first);
        }
    }

    @Test
    void a_broken_certificate_is_an_error_in_the_log_and_the_old_one_stays() throws Exception {
        var tls = authority.issue(folder, "EC", "PKCS8");
        var errors = new ConcurrentLinkedQueue<String>();
        var logger = (Logger) LoggerFactory.getLogger(TlsReload.class);
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel() == Level.ERROR) {
                    errors.add(event.getMessage());
                }
            }
        };
        appender.start();
        logger.addAppender(appender);
        try (var server = start(tls, ping())) {
            var first = certificate(server);

            Files.writeString(tls.certificate(), "no certificate");
            await().atMost(Duration.ofSeconds(20)).until(() -> !errors.isEmpty());

            assertThat(errors).containsExactly("certificate not renewed, the old one stays");
            assertThat(certificate(server)).isEqualTo(first);
            authority.issue(folder, "EC", "PKCS8");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !certificate(server).equals(first));
        } finally {
            logger.detachAppender(appender);
        }
    }

    @Test
    void a_client_that_sends_a_large_body_to_its_end_gets_the_answer_that_came_early()
            throws Exception {
        var refuse = TestServer.route(Method.PUT, "/up", (_, _) -> Response.of(401))
                .withBody(Route.UNLIMITED);
        try (var server = start(authority.issue(folder, "EC", "PKCS8"), refuse);
                var socket = connect(server)) {
            socket.getOutputStream()
                    .write("PUT /up HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[30_000_000]);

            assertThat(socket.getInputStream().readAllBytes())
                    .asString()
                    .startsWith("HTTP/1.1 401");
        }
    }

    private SSLSocket connect(TestServer server) throws IOException {
        var sockets = authority.trust().getSocketFactory();
        return (SSLSocket) sockets.createSocket("localhost", server.port());
    }

    /// Whose certificate a new connection gets.
    private X509Certificate certificate(TestServer server) throws IOException {
        try (var fresh = connect(server)) {
            return ask(fresh);
        }
    }

    /// Asks once over HTTP/1.1, and tells whose certificate the connection has.
    private static X509Certificate ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        var rest = new StringBuilder();
        while (rest.indexOf("\r\n\r\n") < 0) {
            rest.append((char) socket.getInputStream().read());
        }
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    @Test
    void a_body_that_breaks_half_way_never_looks_complete() throws Exception {
        var broken = TestServer.route(
                Method.GET,
                "/broken",
                (_, _) -> Response.of(200)
                        .withBody(new Body.Stream(
                                () -> new ByteArrayInputStream(bytes), bytes.length + 1)));
        try (var server = start(authority.issue(folder, "EC", "PKCS8"), broken, ping());
                var client = client()) {
            for (var version : HttpClient.Version.values()) {
                var get = request(server, "/broken").version(version).build();
                assertThatThrownBy(() -> client.send(get, BodyHandlers.ofByteArray()))
                        .isInstanceOf(IOException.class);
                assertThat(client.send(
                                        request(server, "/a").version(version).build(),
                                        BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void an_upload_refused_half_way_over_http2_gets_its_answer_and_the_connection_goes_on()
            throws Exception {
        var refuse = TestServer.route(Method.PUT, "/refused", (_, request) -> {
                    var _ = request.body().stream().readNBytes(100_000);
                    return Response.of(403);
                })
                .withBody(Route.UNLIMITED);
        try (var server = start(authority.issue(folder, "EC", "PKCS8"), refuse, ping());
                var client = client()) {
            var endless = new InputStream() {
                @Override
                public int read() {
                    return 0;
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return length;
                }
            };
            var put = request(server, "/refused")
                    .PUT(BodyPublishers.ofInputStream(() -> endless))
                    .build();

            var answer = client.sendAsync(put, BodyHandlers.ofString());

            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(403);
            assertThat(client.send(request(server, "/a").build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
