package dev.berth.router.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.router.upstream.UpstreamException.Reason;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class UpstreamTest {
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
            assertThat(body(harbor, true)).isEqualTo("well");
            assertThat(body(harbor, false)).isEqualTo("well");
        } finally {
            vertx.close().await();
        }

        assertThat(versions).containsExactly(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);
    }

    private static String body(URI harbor, boolean priorKnowledge) throws Exception {
        var settings = new UpstreamSettings(
                harbor,
                Optional.empty(),
                priorKnowledge,
                8,
                Duration.ofSeconds(10),
                Optional.empty());
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
