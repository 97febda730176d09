package dev.berth.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.lifecycle.Drain;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// A role in this process, with real management over HTTP.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoleCommandTest {
    private final TestRole role = new TestRole();
    private final Drain stop = new Drain();

    @Test
    void a_role_says_where_it_is_and_answers_for_its_health_until_it_is_told_to_stop()
            throws Exception {
        var started = start("--set", "management.listen=127.0.0.1:0", "--set", "log.level=warn");
        var management = URI.create(started.facts.get("management"));

        assertThat(started.facts)
                .containsEntry("registry", "http://127.0.0.1:5000")
                .containsEntry("data", "harbour")
                .containsEntry("user", "admin")
                .containsEntry(
                        "password", "sesame   (generated; this is the only time it is shown)");
        assertThat(get(management.resolve("/healthz")).body()).isEqualTo("{\"status\":\"well\"}\n");
        assertThat(get(management.resolve("/readyz")).body())
                .isEqualTo(
                        "{\"status\":\"well\",\"checks\":{\"accepting\":\"well\",\"database\":\"well\"}}\n");
        assertThat(get(management.resolve("/metrics")).body())
                .contains("berth_port_docked_ships_total 4.0")
                .contains("jvm_memory_used_bytes");
        assertThat(role.events).isEmpty();

        stop.begin();

        assertThat(started.exit.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(role.events).containsExactly("server closed", "database closed");
    }

    @Test
    void a_check_that_finds_trouble_makes_it_unready_but_not_unhealthy() throws Exception {
        role.trouble = Optional.of("does not answer");
        var started = start("--set", "management.listen=127.0.0.1:0", "--set", "log.level=warn");
        var management = URI.create(started.facts.get("management"));

        var ready = get(management.resolve("/readyz"));
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body())
                .contains("\"status\":\"unwell\"")
                .contains("\"database\":\"does not answer\"");
        assertThat(get(management.resolve("/healthz")).statusCode()).isEqualTo(200);

        stop.begin();
        assertThat(started.exit.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    }

    @Test
    void readiness_fails_for_the_drain_delay_before_anything_is_closed() throws Exception {
        var started = start(
                "--set", "management.listen=127.0.0.1:0",
                "--set", "management.drain-delay=2s",
                "--set", "log.level=warn");
        var management = URI.create(started.facts.get("management"));

        stop.begin();

        Awaitility.await().until(() -> get(management.resolve("/readyz")).statusCode() == 503);
        assertThat(role.events).isEmpty();
        assertThat(started.exit.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(role.events).containsExactly("server closed", "database closed");
    }

    @Test
    void nobody_is_told_that_it_is_ready_before_the_administrator_can_log_in() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var ready = URI.create("http://127.0.0.1:" + port + "/readyz");
        var meanwhile = new CompletableFuture<Integer>();
        role.whenAdministratorIsMade = () -> {
            try {
                meanwhile.complete(get(ready).statusCode());
            } catch (IOException | InterruptedException e) {
                meanwhile.completeExceptionally(e);
            }
        };

        var started = start("--set", "management.listen=127.0.0.1:" + port);

        assertThat(meanwhile.get(30, TimeUnit.SECONDS)).isEqualTo(503);
        assertThat(get(ready).statusCode()).isEqualTo(200);
        stop.begin();
        assertThat(started.exit.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    }

    @Test
    void a_start_that_fails_has_used_up_no_password() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var shell = new Shell(
                    new PrintWriter(Writer.nullWriter()),
                    new PrintWriter(Writer.nullWriter()),
                    Map.of(),
                    false,
                    stop);

            var exit = BerthCommand.run(
                    shell,
                    List.of(role),
                    "core",
                    "--set",
                    "management.listen=127.0.0.1:" + taken.getLocalPort());

            assertThat(exit).isEqualTo(ExitCode.FAILED);
            assertThat(role.events).containsExactly("server closed", "database closed");
            assertThat(role.administratorMade).isFalse();
        }
    }

    private record Started(Map<String, String> facts, FutureTask<Integer> exit) {}

    /// Runs the command on a thread of its own; returns when it has said all its facts.
    private Started start(String... options) throws IOException {
        var said = new PipedReader();
        var shell = new Shell(
                new PrintWriter(new PipedWriter(said), true),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                stop);
        var arguments = new String[options.length + 1];
        arguments[0] = "core";
        System.arraycopy(options, 0, arguments, 1, options.length);
        var exit = new FutureTask<>(() -> BerthCommand.run(shell, List.of(role), arguments));
        Thread.ofPlatform().daemon().start(exit);

        var facts = new LinkedHashMap<String, String>();
        var lines = new BufferedReader(said);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            int colon = line.indexOf(':');
            facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
            if (line.startsWith("password:")) {
                break;
            }
        }
        return new Started(facts, exit);
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}
