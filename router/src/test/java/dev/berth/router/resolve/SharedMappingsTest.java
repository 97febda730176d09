package dev.berth.router.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.config.Config;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.router.RouterSettings;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Project;
import dev.berth.router.project.Project.RegistryKind;
import dev.berth.router.resolve.Memory.ManifestKey;
import dev.berth.router.shared.SharedEntries;
import dev.berth.router.shared.SharedValue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SharedMappingsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Digest DIGEST =
            Digest.of(Digest.Algorithm.SHA256, "{}".getBytes(StandardCharsets.UTF_8));

    private final Project project = new Project("ghcr", 100, RegistryKind.OTHER, Set.of(), false);
    private final ManifestKey key = new ManifestKey(
            new Candidates(List.of(project)), RepositoryName.parse("team/app"), "v1", "*/*");
    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    /// Has one value under every key, as if a router had signed it.
    private record Held(SharedValue value) implements SharedEntries {
        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public Optional<SharedValue> find(String key) {
            return Optional.of(value);
        }

        @Override
        public void put(String key, SharedValue value, Duration ttl) {}

        @Override
        public void changed(String image, String reference) {}

        @Override
        public Optional<String> projects() {
            return Optional.empty();
        }

        @Override
        public void putProjects(String list) {}

        @Override
        public Optional<String> warmUp() {
            return Optional.empty();
        }

        @Override
        public void putWarmUp(String list) {}
    }

    private SharedMappings mappings(String project, Duration age) {
        var time = NOW.minus(age);
        var settings = Config.of(
                Map.of("router.harbor-username", "robot", "router.harbor-password", "secret"),
                RouterSettings::from);
        return new SharedMappings(
                settings.resolve(),
                new Held(new SharedValue.Present(project, DIGEST, "text/plain", 2, time, time)),
                new RouterMetrics(metrics),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> 0);
    }

    private String metrics() throws IOException {
        var text = new ByteArrayOutputStream();
        metrics.write(text);
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void R35_a_mapping_that_is_right_but_for_its_project_is_counted_and_not_used()
            throws Exception {
        assertThat(mappings("hub", Duration.ZERO).find(key)).isEmpty();
        assertThat(metrics()).contains("berth_router_strange_entries_total 1.0");
    }

    @Test
    void R35_a_mapping_to_a_candidate_is_used_with_its_age() throws Exception {
        var age = Duration.ofSeconds(7);

        assertThat(mappings("ghcr", age).find(key))
                .contains(new SharedMappings.Known.At(new Memory.Mapping(
                        project, DIGEST, "text/plain", 2, -age.toNanos(), -age.toNanos())));
        assertThat(metrics()).contains("berth_router_strange_entries_total 0.0");
    }

    @Test
    void R35_a_mapping_older_than_its_time_is_not_used() throws Exception {
        assertThat(mappings("ghcr", Duration.ofMinutes(5)).find(key)).isEmpty();
    }
}
