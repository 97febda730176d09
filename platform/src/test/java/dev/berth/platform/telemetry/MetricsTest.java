package dev.berth.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MetricsTest {
    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void a_counter_grows_and_the_same_name_is_the_same_counter() throws IOException {
        metrics.counter("registry.pulled.bytes", "Bytes sent.").add(40);
        metrics.counter("registry.pulled.bytes", "Bytes sent.").add(2);

        assertThat(text())
                .contains("# HELP berth_registry_pulled_bytes_total Bytes sent.")
                .contains("# TYPE berth_registry_pulled_bytes_total counter")
                .contains("\nberth_registry_pulled_bytes_total 42.0\n");
    }

    @Test
    void sizes_fall_into_buckets_of_their_own() throws IOException {
        var sizes = metrics.of("other").sizes("wave.size", "Asked.", 1, 5, 10);

        sizes.record(1);
        sizes.record(7);

        assertThat(text())
                .contains("other_wave_size_bucket{le=\"1.0\"} 1")
                .contains("other_wave_size_bucket{le=\"5.0\"} 1")
                .contains("other_wave_size_bucket{le=\"10.0\"} 2")
                .contains("other_wave_size_sum 8.0");
    }

    @Test
    void the_rows_of_a_table_come_and_go() throws IOException {
        var rows = new ConcurrentHashMap<>(Map.of("a", 1L, "b", 2L));
        metrics.of("other").table("top.names", "Asked most.", "name", () -> rows);
        assertThat(text()).contains("other_top_names{name=\"b\"} 2.0");

        rows.remove("b");

        assertThat(text()).contains("other_top_names{name=\"a\"} 1.0").doesNotContain("name=\"b\"");
    }

    @Test
    void labels_split_a_counter() throws IOException {
        var requests =
                metrics.counters("http.answered.requests", "Requests.", "operation", "status");

        requests.of("end-3", "2xx").increment();
        requests.of("end-3", "4xx").add(2);

        assertThat(text())
                .contains("berth_http_answered_requests_total{operation=\"end-3\",status=\"2xx\"}"
                        + " 1.0")
                .contains("berth_http_answered_requests_total{operation=\"end-3\",status=\"4xx\"}"
                        + " 2.0");
        assertThatThrownBy(() -> requests.of("end-3")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void combinations_of_labels_are_bounded_and_the_rest_counts_as_other() throws IOException {
        var requests = metrics.counters("http.answered.requests", "Requests.", "operation");

        for (int i = 0; i < 10_000; i++) {
            requests.of("operation-" + i).increment();
        }

        assertThat(text().lines()
                        .filter(line -> line.startsWith("berth_http_answered_requests_total{")))
                .hasSize(Labelled.COMBINATIONS_MAX + 1)
                .contains("berth_http_answered_requests_total{operation=\"other\"} "
                        + (10_000.0 - Labelled.COMBINATIONS_MAX));
    }

    @Test
    void a_timer_counts_sums_and_sorts_into_buckets() throws IOException {
        metrics.timer("http.request.seconds", "Time to answer.").record(Duration.ofMillis(50));
        metrics.timer("http.request.seconds", "Time to answer.").recordNanos(2_000_000);

        assertThat(text())
                .contains("berth_http_request_seconds_count 2")
                .contains("berth_http_request_seconds_sum 0.052")
                .contains("berth_http_request_seconds_bucket{le=\"0.005\"} 1")
                .contains("berth_http_request_seconds_bucket{le=\"0.1\"} 2");
    }

    @Test
    void what_is_kept_elsewhere_is_asked_when_metrics_are_read() throws IOException {
        var waiting = new AtomicLong(3);
        var dropped = new AtomicLong(5);
        metrics.gauge(
                "database.waiting.threads", "Who waits.", waiting::doubleValue, "pool", "write");
        metrics.counter("log.dropped.lines", "Lines lost.", dropped::get);
        System.gc();

        waiting.incrementAndGet();
        dropped.incrementAndGet();

        assertThat(text())
                .contains("berth_database_waiting_threads{pool=\"write\"} 4.0")
                .contains("berth_log_dropped_lines_total 6.0");
    }

    @Test
    void the_jvm_and_the_process_are_there_under_their_usual_names() throws IOException {
        assertThat(text())
                .contains("jvm_memory_used_bytes{")
                .contains("process_resident_memory_bytes ")
                .contains("process_files_open_files ")
                .contains("jvm_threads_live_threads ")
                .contains("process_uptime_seconds ");
    }

    @Test
    void a_name_without_module_thing_and_unit_is_refused() {
        assertThatThrownBy(() -> metrics.counter("requests", "Requests."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<module>.<thing>.<unit>");
    }

    private String text() throws IOException {
        var out = new ByteArrayOutputStream();
        metrics.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
