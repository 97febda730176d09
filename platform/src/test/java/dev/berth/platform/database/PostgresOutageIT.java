package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.platform.config.Secret;
import dev.berth.platform.database.testing.PostgresServer;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PostgresOutageIT {
    private static final Duration WAIT = Duration.ofSeconds(1);

    @Test
    void a_server_that_goes_and_comes_back_is_survived_without_a_restart() {
        try (var server = PostgresServer.start();
                var database = Databases.open(settings(server))) {
            var numbers = new Numbers(database);
            numbers.createTable();
            numbers.set("a", 1);
            ExactCache<Long> cache = database.cache("number", 10);
            DatabaseContract.awaitCaches(database);
            cache.find("a", numbers::find);

            server.stop();

            assertUnavailable(() -> numbers.set("a", 2));
            assertUnavailable(() -> numbers.find("a"));
            await().atMost(ChangeFeed.LEASE.multipliedBy(2))
                    .untilAsserted(() -> assertUnavailable(() -> cache.find("a", numbers::find)));
            assertThat(database.answers(WAIT)).isFalse();

            server.startAgain();

            await().atMost(Duration.ofSeconds(10)).until(() -> database.answers(WAIT));
            assertThat(numbers.find("a")).contains(1L);
            numbers.set("a", 3);
            DatabaseContract.awaitCaches(database);
            assertThat(cache.find("a", numbers::find)).contains(3L);
        }
    }

    @Test
    void a_server_that_is_not_there_is_reported_when_opening() {
        var settings =
                DatabaseSettings.postgres("postgresql://localhost:1/berth", "", Secret.of("hush"));

        assertThatThrownBy(() -> Databases.open(settings))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("localhost:1/berth")
                .hasMessageNotContaining("hush");
    }

    private static void assertUnavailable(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        long begun = System.nanoTime();
        assertThatThrownBy(call).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(WAIT.multipliedBy(4));
    }

    private static DatabaseSettings settings(PostgresServer server) {
        return new DatabaseSettings(
                Path.of("."), server.url("postgres"), "", Secret.of(""), 4, 4, WAIT);
    }
}
