package dev.berth.app.role;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;
import static dev.berth.app.testing.RunningCore.basic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.berth.app.testing.RunningCore;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RequestTelemetryTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + CALLER + "-01";

    @TempDir
    Path data;

    @Test
    void the_line_of_a_request_names_its_id_its_trace_and_who_asked() throws Exception {
        var core = RunningCore.start(data, Map.of());
        try (core) {
            core.send("GET", "/v2/", "X-Request-Id", "r-nobody");
            core.send(
                    "GET",
                    "/v2/",
                    "X-Request-Id",
                    "r-admin",
                    "traceparent",
                    TRACEPARENT,
                    "Authorization",
                    basic(ADMINISTRATOR, PASSWORD));
            core.send(
                    "GET",
                    "/service/token?service=berth",
                    "X-Request-Id",
                    "r-token",
                    "Authorization",
                    basic(ADMINISTRATOR, PASSWORD));
            core.send(
                    "PUT",
                    "/v2/team/app/manifests/v1",
                    "X-Request-Id",
                    "r-guess",
                    "Authorization",
                    basic(ADMINISTRATOR, "a wrong guess"));
        }

        assertThat(line(core, "r-nobody")).contains("status=401").contains("subject=\"\"");
        assertThat(line(core, "r-admin"))
                .contains("status=200")
                .contains("subject=admin")
                .contains("trace=" + TRACE);
        assertThat(line(core, "r-token")).contains("status=200").contains("subject=admin");
        assertThat(line(core, "r-guess")).contains("status=401").contains("subject=\"\"");
        assertThat(core.log().lines().filter(text -> text.contains("login refused")))
                .singleElement()
                .asString()
                .contains("request=r-guess");
    }

    /// The request's own line: the last one that carries its id.
    private static String line(RunningCore core, String id) {
        return core.log()
                .lines()
                .filter(text -> text.contains("request=" + id))
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError("no line of " + id + " in\n" + core.log()));
    }

    @Test
    void a_request_becomes_a_span_under_the_trace_of_its_caller() throws Exception {
        try (var collector = new Collector()) {
            try (var core = RunningCore.start(
                    data, Map.of("telemetry.otlp-endpoint", collector.endpoint()))) {
                core.send("GET", "/v2/", "traceparent", TRACEPARENT);
            }

            assertThat(collector.paths).containsOnly("/v1/traces");
            assertThat(collector.hex())
                    .as(
                            "trace id, a span id, the caller's span as parent (protobuf fields 1, 2, 4)")
                    .containsPattern("0a10" + TRACE + "1208[0-9a-f]{16}(?:1a00)?2208" + CALLER);
            assertThat(collector.text()).contains("end-1", "/v2/", "http.response.status_code");
        }
    }

    /// Takes what is exported, and keeps it.
    private static final class Collector implements AutoCloseable {
        private final Queue<String> paths = new ConcurrentLinkedQueue<>();
        private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();
        private final HttpServer server;

        Collector() throws IOException {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    paths.add(exchange.getRequestURI().getPath());
                    bodies.add(exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(200, -1);
                }
            });
            server.start();
        }

        String endpoint() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        List<String> bodiesAs(Function<byte[], String> form) {
            return bodies.stream().map(form).toList();
        }

        String hex() {
            return String.join("\n", bodiesAs(HexFormat.of()::formatHex));
        }

        String text() {
            return String.join(
                    "\n", bodiesAs(body -> new String(body, StandardCharsets.ISO_8859_1)));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
