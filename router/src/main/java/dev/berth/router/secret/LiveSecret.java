package dev.berth.router.secret;

import dev.berth.platform.config.LiveFile;
import dev.berth.platform.config.Secret;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A secret that follows the file it came from, if it came from one.
///
/// The content counts, not the time of its change: Kubernetes replaces a link above it.
///
/// - Thread-safe.
public final class LiveSecret {
    private final Secret first;
    private final Optional<LiveFile<Secret>> file;

    /// @param nanoTime as `System::nanoTime`
    public LiveSecret(Given given, LongSupplier nanoTime) {
        first = given.first();
        file = given.file()
                .map(path -> new LiveFile<>(path, given.first(), LiveSecret::again, nanoTime));
    }

    /// What a setting said at the start.
    ///
    /// @param file empty if the secret stands in the setting itself
    public record Given(Secret first, Optional<Path> file) {}

    private static Optional<Secret> again(Path file, Secret known) throws IOException {
        return Optional.of(Secret.read(file)).filter(read -> !read.equals(known));
    }

    /// What it is now.
    public Secret current() {
        return file.map(LiveFile::current).orElse(first);
    }
}
