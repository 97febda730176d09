package dev.berth.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.config.Config;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LoggingTest {
    private static final Logger log = LoggerFactory.getLogger("dev.berth.registry.push");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Metrics metrics = new Metrics();

    @Test
    void json_is_one_flat_object_per_line_with_the_key_values_and_the_request() {
        try (var _ = start(Map.of("log.format", "json"), written)) {
            var trace = new TraceContext(
                    "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true, "");
            var request = new RequestContext("r-1", Optional.of(trace));
            RequestContext.during(
                    () -> request,
                    () -> log.atInfo()
                            .addKeyValue("repository", "team/app")
                            .addKeyValue("bytes", 42L)
                            .addKeyValue("mounted", true)
                            .addKeyValue("request", "r-1")
                            .addKeyValue("level", "shadowed")
                            .addKeyValue("nothing", (Object) null)
                            .log("manifest pushed"));
            log.info("outside");
        }

        var line = parsed().getFirst();
        assertThat(line.propertyNames())
                .containsExactly(
                        "time",
                        "level",
                        "logger",
                        "message",
                        "request",
                        "trace",
                        "span",
                        "repository",
                        "bytes",
                        "mounted",
                        "level_",
                        "nothing");
        assertThat(line.get("time").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
        assertThat(line.get("level").asString()).isEqualTo("INFO");
        assertThat(line.get("logger").asString()).isEqualTo("dev.berth.registry.push");
        assertThat(line.get("message").asString()).isEqualTo("manifest pushed");
        assertThat(line.get("bytes").isNumber()).isTrue();
        assertThat(line.get("mounted").isBoolean()).isTrue();
        assertThat(line.get("level_").asString()).isEqualTo("shadowed");
        assertThat(line.get("request").asString()).isEqualTo("r-1");
        assertThat(line.get("trace").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(parsed().getLast().has("request")).isFalse();
    }

    @Test
    void lines_of_requests_can_be_turned_off() {
        try (var _ = start(Map.of("log.requests", "false"), written)) {
            LoggerFactory.getLogger(LogSettings.REQUEST_LOGGER).info("request");
            log.info("another");
        }

        assertThat(text()).contains("another").doesNotContain("request");
    }

    @Test
    void of_libraries_only_warnings_are_shown_unless_somebody_looks_into_something() {
        var library = LoggerFactory.getLogger("org.flywaydb.core.FlywayExecutor");
        try (var _ = start(Map.of(), written)) {
            library.info("ordinary work");
            library.warn("worth knowing");
        }
        assertThat(text()).contains("worth knowing").doesNotContain("ordinary work");

        try (var _ = start(Map.of("log.level", "debug"), written)) {
            library.info("ordinary work");
        }
        assertThat(text()).contains("ordinary work");
    }

    @Test
    void the_level_of_one_library_can_be_set() {
        try (var _ = start(Map.of("log.loggers", "org.flywaydb=info"), written)) {
            LoggerFactory.getLogger("org.flywaydb.core.FlywayExecutor").info("migrated");
            LoggerFactory.getLogger("org.jooq.impl").info("ordinary work");
        }

        assertThat(text()).contains("migrated").doesNotContain("ordinary work");
    }

    @Test
    void json_carries_any_text_and_an_exception_with_its_cause() {
        var odd =
                "quote \" backslash \\ line\nreturn\r tab\t nul\0 escape\u001b é 😀 lone \ud83d end";
        try (var _ = start(Map.of("log.format", "json"), written)) {
            log.atError()
                    .setCause(new IOException("outer", new IllegalStateException("inner")))
                    .log(odd);
        }

        var line = parsed().getFirst();
        assertThat(line.get("message").asString()).isEqualTo(odd);
        assertThat(line.get("exception").asString())
                .contains("java.io.IOException: outer")
                .contains("java.lang.IllegalStateException: inner")
                .contains("at dev.berth.platform.telemetry.LoggingTest");
    }

    @Test
    void text_is_one_line_that_nothing_from_outside_can_break() {
        try (var _ = start(Map.of(), written)) {
            log.atWarn()
                    .addKeyValue("user", "eve\n2026-01-01T00:00:00Z INFO forged")
                    .addKeyValue("empty", "")
                    .addKeyValue("plain", "a=b")
                    .log("login refused \u001b[31m");
        }

        assertThat(text())
                .matches(
                        "\\S+Z WARN  registry\\.push: login refused \\\\u001b\\[31m"
                                + " user=\"eve\\\\n2026-01-01T00:00:00Z INFO forged\" empty=\"\" plain=a=b\n");
    }

    @Test
    void an_exception_in_text_is_indented_below_its_line() {
        try (var _ = start(Map.of(), written)) {
            log.error("failed", new IOException("disk\nforged"));
        }

        assertThat(text().lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("\t"));
        assertThat(text()).contains("\tjava.io.IOException: disk");
    }

    @Test
    void a_text_without_end_is_cut() {
        try (var _ = start(Map.of(), written)) {
            log.info("x".repeat(1_000_000));
        }

        assertThat(text()).hasSizeLessThan(LogFormat.CHARS_MAX + 200).endsWith("x…\n");
    }

    @Test
    void levels_apply_to_all_or_to_single_loggers() {
        var settings = Map.of("log.level", "warn", "log.loggers", "dev.berth.registry=debug");
        try (var _ = start(settings, written)) {
            log.debug("wanted");
            LoggerFactory.getLogger("dev.berth.auth").info("unwanted");
            LoggerFactory.getLogger("dev.berth.auth").warn("grave");
        }

        assertThat(text()).contains("wanted").contains("grave").doesNotContain("unwanted");
    }

    @Test
    void what_libraries_say_through_java_util_logging_is_there() {
        try (var _ = start(Map.of(), written)) {
            java.util.logging.Logger.getLogger("org.library").warning("from afar");
        }

        assertThat(text()).contains("WARN  org.library: from afar");
    }

    @Test
    void a_writer_that_stalls_makes_nobody_wait_and_what_is_lost_is_counted_and_told()
            throws Exception {
        var stall = new CountDownLatch(1);
        int lines = QueuedAppender.QUEUE_LINES_MAX + 1_000;
        try (var _ = start(Map.of(), new StallingStream(stall))) {
            for (int i = 0; i < lines; i++) {
                log.info("line");
            }
            assertThat(dropped()).isBetween(1L, 1_000L);
            stall.countDown();
        }

        assertThat(text().lines().filter(line -> line.endsWith(": line")).count() + dropped())
                .isEqualTo(lines);
        assertThat(text()).contains("the log could not keep up; lines are lost lines=" + dropped());
    }

    @Test
    void a_broken_pipe_is_counted_and_does_not_end_the_log() throws Exception {
        var broken = new AtomicBoolean(true);
        try (var _ = start(Map.of(), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (broken.getAndSet(false)) {
                    throw new IOException("broken pipe");
                }
                written.write(b);
            }
        })) {
            log.info("first");
            while (broken.get()) {
                Thread.onSpinWait();
            }
            log.info("second");
        }

        assertThat(text()).doesNotContain("first").contains("second").contains("lines=1");
        assertThat(dropped()).isEqualTo(1);
    }

    private Logging start(Map<String, String> settings, OutputStream out) {
        return Logging.start(Config.of(settings, LogSettings::from), out, metrics);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private List<JsonNode> parsed() {
        var nodes = new ArrayList<JsonNode>();
        text().lines().forEach(line -> nodes.add(JsonMapper.shared().readTree(line)));
        return nodes;
    }

    private long dropped() throws IOException {
        var out = new ByteArrayOutputStream();
        metrics.write(out);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("berth_log_dropped_lines_total "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    /// Takes bytes once it is let.
    private final class StallingStream extends OutputStream {
        private final CountDownLatch stall;

        StallingStream(CountDownLatch stall) {
            this.stall = stall;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                stall.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            written.write(bytes, offset, length);
        }
    }
}
