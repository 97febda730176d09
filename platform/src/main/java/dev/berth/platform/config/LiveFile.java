package dev.berth.platform.config;

import dev.berth.platform.waiting.Waits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What a file says, for as long as the process runs: it follows the file.
///
/// The file is looked at when somebody asks, at most every [#LOOK]; whoever asks meanwhile
/// waits for what is read, since a request to three projects asks three times at once. What
/// cannot be read is logged, and what the file said before stays.
///
/// - Thread-safe.
public final class LiveFile<T> {
    public static final Duration LOOK = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(LiveFile.class);

    private final Path file;
    private final Again<T> reader;
    private final LongSupplier nanoTime;
    private volatile long looked;
    private volatile T current;

    /// @param first what it says now
    /// @param nanoTime as `System::nanoTime`
    public LiveFile(Path file, T first, Again<T> reader, LongSupplier nanoTime) {
        this.file = file;
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.current = first;
        this.looked = nanoTime.getAsLong();
    }

    /// Reads a file that has been read before.
    @FunctionalInterface
    public interface Again<T> {
        /// What it says; empty if that is still `known`.
        ///
        /// @throws IOException if it cannot be read
        /// @throws IllegalArgumentException if it says nothing that can be used
        Optional<T> read(Path file, T known) throws IOException;
    }

    /// What it says now.
    public T current() {
        if (isDue()) {
            Waits.begin();
            look();
        }
        return current;
    }

    private boolean isDue() {
        return nanoTime.getAsLong() - looked >= LOOK.toNanos();
    }

    private synchronized void look() {
        if (isDue()) {
            readAgain();
            looked = nanoTime.getAsLong();
        }
    }

    private void readAgain() {
        try {
            var read = reader.read(file, current);
            if (read.isPresent()) {
                current = read.get();
                log.atInfo().addKeyValue("file", file).log("a file was read again");
            }
        } catch (IOException | IllegalArgumentException e) {
            log.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("error", e.getMessage())
                    .log("a file cannot be read again; what it said before stays");
        }
    }
}
