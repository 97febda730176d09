package dev.berth.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.e2e.RegistryClient.Answer;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A database that goes away and comes back, under a process that stays.
@DisplayNameGeneration(ReplaceUnderscores.class)
class LostDatabaseIT {
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final byte[] MANIFEST =
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}"
                    .formatted(INDEX)
                    .getBytes(StandardCharsets.UTF_8);
    private static final String TAGGED = "/v2/lost/app/manifests/before";
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    @Test
    void without_its_database_it_asks_to_come_again_and_recovers_without_a_restart(
            @TempDir Path folder) throws Exception {
        try (var postgres = PostgresServer.start()) {
            var database = URI.create(postgres.newDatabase().substring("jdbc:".length()));
            try (var gate = new Gate(
                            new InetSocketAddress(database.getHost(), database.getPort()));
                    var berth = BerthProcess.start(
                            folder.resolve("data"), settings(database, gate.port()))) {
                var client = berth.client();
                client.ensureProject("lost");
                assertThat(push(client, "before").status()).isEqualTo(201);

                gate.shut();

                for (var refused : new Answer[] {
                    awaitStatus(503, () -> client.get("/v2/lost/app/manifests/unknown")),
                    awaitStatus(503, () -> client.get(TAGGED)),
                    awaitStatus(503, () -> push(client, "meanwhile"))
                }) {
                    assertThat(refused.header("Retry-After").orElseThrow()).matches("[1-9]\\d*");
                    assertThat(refused.text()).doesNotContain("postgres", "Exception");
                }

                gate.open();

                assertThat(awaitStatus(200, () -> client.get(TAGGED)).body()).isEqualTo(MANIFEST);
                assertThat(awaitStatus(201, () -> push(client, "after")).status())
                        .isEqualTo(201);
                assertThat(client.get("/v2/lost/app/manifests/meanwhile").status())
                        .isEqualTo(404);
            }
        }
    }

    private static Map<String, String> settings(URI database, int port) {
        var url = "jdbc:postgresql://127.0.0.1:%d%s?%s"
                .formatted(port, database.getPath(), database.getQuery());
        return Map.of("BERTH_DATABASE_URL", url, "BERTH_LOG_LEVEL", "warn");
    }

    private static Answer push(RegistryClient client, String tag) {
        return client.put("/v2/lost/app/manifests/" + tag, MANIFEST, "Content-Type", INDEX);
    }

    /// Asks until the answer has `status`; what is in between may be either.
    private static Answer awaitStatus(int status, Supplier<Answer> ask)
            throws InterruptedException {
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        var answer = ask.get();
        while (answer.status() != status && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
            answer = ask.get();
        }
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(status);
        return answer;
    }
}
