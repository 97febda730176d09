package dev.berth.router.secret;

import dev.berth.platform.config.Secret;
import dev.berth.platform.waiting.Waits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A secret that follows the file it came from.
///
/// The content counts, not the time of its change: Kubernetes replaces a link above it. It is
/// looked at when somebody asks, at most every [#LOOK]; whoever asks meanwhile waits for what is
/// read, since a request to three projects asks three times at once.
///
/// - Thread-safe.
public final class LiveSecret {
    public static final Duration LOOK = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(LiveSecret.class);

    private final Optional<Path> file;
    private final LongSupplier nanoTime;
    private volatile long looked;
    private volatile Secret current;

    /// @param nanoTime as `System::nanoTime`
    public LiveSecret(Given given, LongSupplier nanoTime) {
        this.file = given.file();
        this.current = given.first();
        this.nanoTime = nanoTime;
        this.looked = nanoTime.getAsLong();
    }

    /// What a setting said at the start.
    ///
    /// @param file empty if the secret stands in the setting itself
    public record Given(Secret first, Optional<Path> file) {}

    /// What it is now.
    public Secret current() {
        if (file.isPresent() && due()) {
            Waits.begin();
            look(file.get());
        }
        return current;
    }

    private boolean due() {
        return nanoTime.getAsLong() - looked >= LOOK.toNanos();
    }

    private synchronized void look(Path from) {
        if (due()) {
            readAgain(from);
            looked = nanoTime.getAsLong();
        }
    }

    private void readAgain(Path from) {
        try {
            var read = Secret.read(from);
            if (!read.equals(current)) {
                current = read;
                log.atInfo().addKeyValue("file", from).log("secret read again");
            }
        } catch (IOException | IllegalArgumentException e) {
            log.atError()
                    .addKeyValue("file", from)
                    .addKeyValue("error", e.getMessage())
                    .log("secret not read again, the old one stays");
        }
    }
}
