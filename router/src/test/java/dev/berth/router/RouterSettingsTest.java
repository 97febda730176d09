package dev.berth.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.platform.config.Config;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.config.ConfigSources;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Mistake;
import dev.berth.platform.config.Setting;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The variables of harbor-router mean here what they meant there.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RouterSettingsTest {
    @TempDir
    Path folder;

    private static RouterSettings of(Map<String, String> variables) throws ConfigException {
        var all = new HashMap<>(Map.of("HARBOR_USERNAME", "robot", "HARBOR_PASSWORD", "secret"));
        all.putAll(variables);
        return Config.load(
                        ConfigSources.none()
                                .withEnvironment(all)
                                .withAliases(RouterVariables.aliases()),
                        settings -> {
                            var _ = settings.value(LISTEN);
                            return RouterSettings.from(settings);
                        })
                .settings();
    }

    static List<Mistake> mistakes(Map<String, String> variables) {
        var refused = catchThrowableOfType(ConfigException.class, () -> of(variables));
        return refused.mistakes();
    }

    private static final Setting<String> LISTEN = new Setting<>(
            "http.listen", Kind.text(), "0.0.0.0:8080", "Stands in for the server's.");

    @Test
    void defaults_are_those_of_harbor_router() throws Exception {
        var settings = of(Map.of());

        assertThat(settings.upstream().harbor()).hasToString("http://harbor-core:80");
        assertThat(settings.serve().prefix()).hasToString("proxy");
        assertThat(settings.discoveryInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.resolve().questionWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.resolve().streamWait()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.resolve().mappingTtl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.resolve().negativeTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.resolve().staleTtl()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.resolve().waveProjects()).isEqualTo(50);
        assertThat(settings.resolve().triesMax()).isEqualTo(2);
        assertThat(settings.resolve().retryDelay()).isEqualTo(Duration.ofMillis(150));
        assertThat(settings.breaker().failuresMin()).isEqualTo(5);
        assertThat(settings.breaker().pause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.upstream().connectionsMax()).isEqualTo(512);
        assertThat(settings.upstream().keepAlive()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.access().requestsPerSecond()).isZero();
    }

    @Test
    void variables_are_read_with_their_units() throws Exception {
        var settings = of(Map.of(
                "HARBOR_URL", "https://harbor.example",
                "CACHE_TTL", "1h30m",
                "RESOLVER_TIMEOUT", "1.5s",
                "STALE_WHILE_REVALIDATE", "0",
                "HTTP2_PRIOR_KNOWLEDGE", "yes",
                "RATE_LIMIT_PER_IP", "7",
                "PROXY_PROJECT", "cache",
                "LISTEN_ADDR", ":8080"));

        assertThat(settings.upstream().harbor()).hasToString("https://harbor.example");
        assertThat(settings.resolve().mappingTtl()).isEqualTo(Duration.ofMinutes(90));
        assertThat(settings.resolve().questionWait()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(settings.resolve().staleTtl()).isZero();
        assertThat(settings.upstream().priorKnowledge()).isTrue();
        assertThat(settings.access().requestsPerSecond()).isEqualTo(7);
        assertThat(settings.serve().prefix()).hasToString("cache");
    }

    @Test
    void a_password_may_be_in_a_file() throws Exception {
        var file = Files.writeString(folder.resolve("password"), "from the file\n");

        var settings = of(Map.of("HARBOR_PASSWORD", "", "HARBOR_PASSWORD_FILE", file.toString()));

        assertThat(settings.robot().password().first().reveal()).isEqualTo("from the file");
    }

    @Test
    void all_mistakes_are_told_at_once() {
        var mistakes = mistakes(Map.of(
                "HARBOR_PASSWORD", "",
                "CACHE_TTL", "5 minutes",
                "RATE_LIMIT_PER_IP", "many",
                "HTTP2_PRIOR_KNOWLEDGE", "yess",
                "HARBOR_URL", "https://harbor.example/path",
                "REDIS_SENTINELS", "a"));

        assertThat(mistakes)
                .extracting(Mistake::where)
                .containsExactlyInAnyOrder(
                        "BERTH_ROUTER_HARBOR_PASSWORD",
                        "CACHE_TTL",
                        "RATE_LIMIT_PER_IP",
                        "HTTP2_PRIOR_KNOWLEDGE",
                        "HARBOR_URL",
                        "REDIS_SENTINELS");
    }

    @Test
    void our_own_variable_is_stronger() throws Exception {
        var settings = of(Map.of("CACHE_TTL", "10s", "BERTH_ROUTER_MAPPING_TTL", "20s"));

        assertThat(settings.resolve().mappingTtl()).isEqualTo(Duration.ofSeconds(20));
    }
}
