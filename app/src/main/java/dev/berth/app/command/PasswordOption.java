package dev.berth.app.command;

import dev.berth.auth.account.AccountName;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.platform.config.Secret;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A password from a file, or a new one. Never an argument: everybody on the machine sees those.
public final class PasswordOption {
    /// Several times the longest password; a file that is longer holds something else.
    private static final int BYTES_MAX = 4096;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = {
                "A file with the password alone, such as /dev/stdin.",
                "Without it a new one is made and printed once."
            })
    private @Nullable Path file;

    /// @throws IOException if the file cannot be read, or is longer than any password
    Secret choose() throws IOException {
        return file == null ? PasswordHashes.standard().newPassword() : read(file);
    }

    /// Shows a password that nobody knows yet.
    void tell(Shell shell, AccountName name, Secret password) {
        if (file == null) {
            shell.out().println("user:     " + name);
            shell.out()
                    .println("password: " + password.reveal()
                            + "   (generated; this is the only time it is shown)");
        }
    }

    private static Secret read(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException(file + " has more than " + BYTES_MAX
                        + " bytes; it must hold the password alone");
            }
            var text = new String(bytes, StandardCharsets.UTF_8);
            return Secret.of(text.replaceFirst("\\R\\z", ""));
        }
    }
}
