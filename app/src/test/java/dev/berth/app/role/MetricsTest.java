package dev.berth.app.role;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;
import static dev.berth.app.testing.RunningCore.basic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.testing.RunningCore;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MetricsTest {
    private static final Path PAGE = Path.of("..", "docs", "operations.md");
    private static final String HEAD = "| metric | labels | what |\n|---|---|---|\n";
    private static final Path DASHBOARD = Path.of("..", "deploy", "grafana", "berth-registry.json");
    private static final Pattern ASKED = Pattern.compile("\\b(?:berth|jvm|process|system)_[a-z_]+");
    private static final Pattern HELP = Pattern.compile("# HELP (berth_\\S+) (.*)");
    private static final byte[] BYTES = "hello".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST =
            "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path data;

    @Test
    void every_metric_of_a_running_core_is_on_the_page_and_no_other() throws Exception {
        try (var core = RunningCore.start(data, Map.of())) {
            use(core);

            var table = HEAD + table(core.metrics());

            assertThat(Files.readString(PAGE))
                    .as("docs/operations.md: the table of metrics should be\n" + table)
                    .contains("\n\n" + table + "\n");
        }
    }

    @Test
    void limits_caches_and_queues_are_counted() throws Exception {
        try (var core = RunningCore.start(data, Map.of("http.connections-max", "123"))) {
            use(core);

            assertThat(core.metrics())
                    .contains("berth_http_max_connections 123.0")
                    .containsPattern("berth_http_open_connections [1-9]")
                    .contains("berth_auth_login_requests_total{outcome=\"accepted\"} 2.0")
                    .contains("berth_auth_login_requests_total{outcome=\"refused\"} 1.0")
                    .contains("berth_auth_password_cache_hit_requests_total 1.0")
                    .contains("berth_auth_cached_password_entries 1.0")
                    .contains("berth_auth_backoff_entries{by=\"name\"} 1.0")
                    .contains("berth_registry_refused_requests_total{code=\"UNAUTHORIZED\"} 1.0")
                    .containsPattern(
                            "berth_storage_operation_seconds_count\\{operation=\"commit\",outcome=\"done\"\\} 1")
                    .containsPattern(
                            "berth_database_cache_hit_requests_total\\{topic=\"account\"\\} [1-9]")
                    .containsPattern("berth_database_wait_seconds_count\\{to=\"write\"\\} [1-9]");
        }
    }

    @Test
    void every_metric_that_the_dashboard_asks_for_is_there() throws Exception {
        try (var core = RunningCore.start(data, Map.of())) {
            use(core);

            assertThat(names(core.metrics())).containsAll(asked(Files.readString(DASHBOARD)));
        }
    }

    private static Set<String> names(String scraped) {
        return scraped.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    private static Set<String> asked(String dashboard) {
        return dashboard
                .lines()
                .filter(line -> line.contains("\"expr\""))
                .flatMap(line -> ASKED.matcher(line).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Two right logins with a push and a pull, and a wrong one.
    private static void use(RunningCore core) throws Exception {
        var login = basic(ADMINISTRATOR, PASSWORD);
        core.send(
                "POST",
                "/v2/library/a/blobs/uploads/?digest=" + DIGEST,
                BYTES,
                "Authorization",
                login);
        core.send("GET", "/v2/library/a/blobs/" + DIGEST, "Authorization", login);
        core.send("GET", "/v2/", "Authorization", basic("nobody", "not a password"));
    }

    /// Name, labels and help of each, by name.
    private static String table(String scraped) {
        var helps = new TreeMap<String, String>();
        scraped.lines().map(HELP::matcher).filter(line -> line.matches()).forEach(line -> {
            if (!line.group(1).endsWith("_max")) {
                helps.put(line.group(1), line.group(2).strip());
            }
        });
        var labels = helps.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), name -> labels(name, scraped)));
        return helps.entrySet().stream()
                .map(help -> "| `%s` | %s | %s |\n"
                        .formatted(help.getKey(), labels.get(help.getKey()), help.getValue()))
                .collect(Collectors.joining());
    }

    private static String labels(String name, String scraped) {
        var found = new TreeSet<String>();
        var sample =
                Pattern.compile("(?m)^" + name + "(?:_count)?\\{([^}]*)\\}").matcher(scraped);
        while (sample.find()) {
            for (var pair : sample.group(1).split(",", -1)) {
                found.add("`" + pair.substring(0, pair.indexOf('=')) + "`");
            }
        }
        return String.join(", ", found);
    }
}
