package dev.berth.router.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.testing.SelfSigned;
import dev.berth.router.upstream.UpstreamException.Reason;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UpstreamTest {
    @TempDir
    Path folder;

    private final TimeoutException late = new TimeoutException();

    @Test
    void nobody_else_is_to_blame_where_all_connections_are_taken() {
        var wait = Duration.ofMinutes(1);

        assertThat(Upstream.late(true, wait, late).reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(Upstream.late(false, wait, late).reason()).isEqualTo(Reason.BUSY);
    }

    @Test
    void with_prior_knowledge_harbor_is_spoken_to_in_http2() throws Exception {
        var versions = new CopyOnWriteArrayList<HttpVersion>();
        var vertx = Vertx.vertx();
        try {
            int port = vertx.createHttpServer()
                    .requestHandler(request -> {
                        versions.add(request.version());
                        var _ = request.response().end("well");
                    })
                    .listen(0, "127.0.0.1")
                    .await()
                    .actualPort();
            var harbor = URI.create("http://127.0.0.1:" + port);
            assertThat(body(harbor, true, Optional.empty())).isEqualTo("well");
            assertThat(body(harbor, false, Optional.empty())).isEqualTo("well");
        } finally {
            vertx.close().await();
        }

        assertThat(versions).containsExactly(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);
    }

    /// Given what Harbor offers, and what is spoken then.
    @ParameterizedTest
    @CsvSource({"HTTP_2 HTTP_1_1, HTTP_2", "HTTP_1_1, HTTP_1_1"})
    void with_tls_harbor_is_spoken_to_in_http2_if_it_offers_that(String offered, HttpVersion spoken)
            throws Exception {
        var made = SelfSigned.make(folder, "harbor");
        var versions = new CopyOnWriteArrayList<HttpVersion>();
        var vertx = Vertx.vertx();
        try {
            var options = new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setAlpnVersions(Arrays.stream(offered.split(" ", -1))
                            .map(HttpVersion::valueOf)
                            .toList())
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(made.certificate().toString())
                            .addKeyPath(made.key().toString()));
            int port = vertx.createHttpServer(options)
                    .requestHandler(request -> {
                        versions.add(request.version());
                        var _ = request.response().end("well");
                    })
                    .listen(0, "127.0.0.1")
                    .await()
                    .actualPort();
            var harbor = URI.create("https://127.0.0.1:" + port);
            var trusted = Optional.of(made.certificate());
            assertThat(body(harbor, false, trusted)).isEqualTo("well");
        } finally {
            vertx.close().await();
        }

        assertThat(versions).containsExactly(spoken);
    }

    private static String body(URI harbor, boolean priorKnowledge, Optional<Path> authorities)
            throws Exception {
        var settings = new UpstreamSettings(
                harbor, authorities, priorKnowledge, 8, Duration.ofSeconds(10), Optional.empty());
        var call = new Call(Method.GET, harbor, "/v2/", Headers.NONE);
        try (var upstream = Upstream.open(settings);
                var reply = upstream.ask(call, Duration.ofSeconds(30))) {
            return new String(reply.bytes(100), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_short_wait_for_a_connection_may_be_the_other_sides_fault() {
        assertThat(Upstream.late(false, Duration.ofSeconds(10), late).reason())
                .isEqualTo(Reason.TIMEOUT);
    }
}
