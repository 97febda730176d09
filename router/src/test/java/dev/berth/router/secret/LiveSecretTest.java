package dev.berth.router.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.config.Secret;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LiveSecretTest {
    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path folder;

    private LiveSecret secret(Path file) {
        var given = new LiveSecret.Given(Secret.of("old"), Optional.of(file));
        return new LiveSecret(given, nanos::get);
    }

    @Test
    void it_is_looked_at_when_its_time_has_come() throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "new");
        var secret = secret(file);

        assertThat(secret.current()).isEqualTo(Secret.of("old"));
        nanos.addAndGet(LiveSecret.LOOK.toNanos());
        assertThat(secret.current()).isEqualTo(Secret.of("new"));
    }

    @Test
    void whoever_asks_while_it_is_read_gets_what_is_read() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var secret = secret(pipe);
        nanos.addAndGet(LiveSecret.LOOK.toNanos());
        var first = new CompletableFuture<Secret>();
        var second = new CompletableFuture<Secret>();
        Thread.ofPlatform().daemon().start(() -> first.complete(secret.current()));

        try (var writer = Files.newOutputStream(pipe)) {
            var asking =
                    Thread.ofPlatform().daemon().start(() -> second.complete(secret.current()));
            while (asking.getState() != Thread.State.BLOCKED && asking.isAlive()) {
                Thread.onSpinWait();
            }
            writer.write("new".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(first.join()).isEqualTo(Secret.of("new"));
        assertThat(second.join()).isEqualTo(Secret.of("new"));
    }
}
