package dev.berth.router.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.config.LiveFile;
import dev.berth.platform.config.Secret;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
        nanos.addAndGet(LiveFile.LOOK.toNanos());
        assertThat(secret.current()).isEqualTo(Secret.of("new"));
    }
}
