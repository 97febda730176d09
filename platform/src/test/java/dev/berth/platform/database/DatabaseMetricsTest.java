package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.telemetry.Metrics;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DatabaseMetricsTest {
    @TempDir
    Path directory;

    @Test
    void caches_waits_and_flushes_are_counted() throws IOException {
        try (var metrics = new Metrics();
                var database = Databases.open(DatabaseSettings.sqlite(directory), metrics)) {
            ExactCache<Long> one = database.cache("number", 10);
            ExactCache<Long> two = database.cache("number", 10);
            one.find("a", _ -> Optional.of(1L));
            one.find("a", _ -> Optional.of(1L));
            two.find("a", _ -> Optional.of(1L));
            database.write(_ -> 0);

            assertThat(text(metrics))
                    .contains("berth_database_cache_hit_requests_total{topic=\"number\"} 1")
                    .contains("berth_database_cache_miss_requests_total{topic=\"number\"} 2")
                    .contains("berth_database_cached_entries{topic=\"number\"} 2")
                    .contains("berth_database_wait_seconds_count{to=\"write\"} 1")
                    .contains("berth_database_flush_seconds_count 1");
        }
    }

    private static String text(Metrics metrics) throws IOException {
        var out = new ByteArrayOutputStream();
        metrics.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
