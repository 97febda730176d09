package dev.berth.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.berth.platform.config.Config;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TracingTest {
    private static final TraceContext CALLER = new TraceContext(
            "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true, "vendor=1");

    @Test
    void a_span_reaches_the_collector_as_a_child_of_its_caller() throws Exception {
        try (var collector = new Collector()) {
            var tracing = tracing(Map.of(
                    "telemetry.otlp-endpoint", collector.address(),
                    "telemetry.otlp-headers", "x-key=sesame",
                    "telemetry.service-name", "berth-here"));
            var span = tracing.begin("end-7 PUT manifest", CALLER);
            span.put("http.route", "/v2/{name}/manifests/{reference}");
            var here = span.context().orElseThrow();
            span.end(201);
            tracing.close();

            assertThat(here.traceId()).isEqualTo(CALLER.traceId());
            assertThat(here.spanId()).isNotEqualTo(CALLER.spanId());
            assertThat(here.sampled()).isTrue();
            assertThat(here.state()).isEqualTo("vendor=1");
            assertThat(collector.received.get("/v1/traces"))
                    .contains("end-7 PUT manifest")
                    .contains("berth-here")
                    .contains("/v2/{name}/manifests/{reference}")
                    .contains(raw(CALLER.traceId()))
                    .contains(raw(CALLER.spanId()))
                    .contains(raw(here.spanId()));
            assertThat(collector.received.get("key")).isEqualTo("sesame");
        }
    }

    @Test
    void a_request_without_a_caller_begins_a_trace_as_often_as_the_ratio_says() throws Exception {
        try (var collector = new Collector()) {
            var endpoint = Map.of("telemetry.otlp-endpoint", collector.address());
            var always = tracing(endpoint);
            var never = tracing(Map.of(
                    "telemetry.otlp-endpoint", collector.address(), "telemetry.sample-ratio", "0"));

            assertThat(always.begin("x").context()).get().matches(TraceContext::sampled);
            assertThat(never.begin("x").context()).get().matches(context -> !context.sampled());
            assertThat(never.begin("x", CALLER).context()).get().matches(TraceContext::sampled);

            always.close();
            never.close();
        }
    }

    @Test
    void without_a_collector_the_callers_trace_is_passed_on_as_it_is() {
        var tracing = tracing(Map.of());

        assertThat(tracing.begin("x").context()).isEmpty();
        assertThat(tracing.begin("x", CALLER).context()).contains(CALLER);
        tracing.begin("x").end(200);
        tracing.close();
    }

    @Test
    void without_a_collector_nothing_of_the_library_is_loaded() throws Exception {
        var loader = new WithoutOpenTelemetry();
        var type = loader.loadClass(Tracing.class.getName());
        var settings = loader.loadClass(TraceSettings.class.getName());
        var record = settings.getConstructors()[0].newInstance(
                java.util.Optional.empty(), java.util.Optional.empty(), 1.0, "berth");

        var tracing = type.getMethod("start", settings).invoke(null, record);

        assertThat(tracing.getClass().getSimpleName()).isEqualTo("PassedOnTracing");
        assertThat(tracing.getClass().getClassLoader()).isSameAs(loader);
    }

    @Test
    void a_collector_that_is_gone_does_not_keep_us_from_stopping() throws IOException {
        var collector = new Collector();
        var tracing = tracing(Map.of("telemetry.otlp-endpoint", collector.address()));
        collector.close();

        tracing.begin("x").end(500);
        tracing.close();
    }

    @Test
    void settings_that_make_no_sense_are_refused_without_showing_the_secret() {
        assertThatThrownBy(() -> tracing(Map.of("telemetry.otlp-headers", "sesame")))
                .hasMessageContaining("name=value")
                .hasMessageNotContaining("sesame");
        assertThatThrownBy(() -> tracing(Map.of("telemetry.sample-ratio", "1.5")))
                .hasMessageContaining("from 0 to 1");
    }

    private static Tracing tracing(Map<String, String> settings) {
        return Tracing.start(Config.of(settings, TraceSettings::from));
    }

    /// The bytes of an id, as they stand in a protobuf that was read as Latin-1.
    private static String raw(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    /// Takes OTLP over HTTP and keeps the last body per path.
    private static final class Collector implements AutoCloseable {
        private final HttpServer server;
        private final Map<String, String> received = new ConcurrentHashMap<>();

        Collector() throws IOException {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                var body = exchange.getRequestBody().readAllBytes();
                received.put(
                        exchange.getRequestURI().getPath(),
                        new String(body, StandardCharsets.ISO_8859_1));
                received.put("key", String.valueOf(exchange.getRequestHeaders().getFirst("x-key")));
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /// Loads our classes anew and refuses those of the library.
    private static final class WithoutOpenTelemetry extends ClassLoader {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.opentelemetry.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("dev.berth.platform.telemetry.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                var known = findLoadedClass(name);
                return known == null ? define(name) : known;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (var stream = getResourceAsStream(name.replace('.', '/') + ".class")) {
                var bytes = stream.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
