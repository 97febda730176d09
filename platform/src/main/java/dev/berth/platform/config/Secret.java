package dev.berth.platform.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/// Text that must not be seen: a password or a key.
///
/// - `toString` never shows it, so that logs and messages cannot.
/// - Comparing takes the same time wherever two secrets of one length differ.
public final class Secret {
    private static final int FILE_BYTES_MAX = 64 * 1024;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /// Reads a file that holds a secret alone; a line end after it does not count.
    ///
    /// @throws IllegalArgumentException with what to write, if it is empty or too large
    public static Secret read(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(FILE_BYTES_MAX + 1);
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("\\R\\z", "");
            if (bytes.length > FILE_BYTES_MAX || text.isEmpty()) {
                throw new IllegalArgumentException(
                        "it is empty or larger than 64 KiB; put the secret alone into it");
            }
            return of(text);
        }
    }

    /// The text itself; for the one place that uses it.
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(utf8(value), utf8(secret.value));
    }

    /// The same for all secrets: a hash would tell something about the text.
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
