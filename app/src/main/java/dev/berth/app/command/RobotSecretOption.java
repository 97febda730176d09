package dev.berth.app.command;

import dev.berth.platform.config.Secret;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The secret of a robot from a file, or a new one. Never an argument: everybody on the
/// machine sees those.
public final class RobotSecretOption {
    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = {
                "A file with the secret alone, such as /dev/stdin.",
                "Without it a new one is made and printed once."
            })
    private @Nullable Path file;

    /// The one that somebody chose; empty where one is to be made.
    ///
    /// @throws IOException if the file cannot be read, or has no secret in it
    Optional<Secret> chosen() throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Secret.read(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// The result of a command that made a robot or a secret.
    ///
    /// @param secret empty where somebody chose it
    record Told(long id, String name, String secret) {
        void write(Shell shell, OutputOption output) {
            output.write(shell, this, () -> {
                shell.out().println("robot:  " + name);
                if (!secret.isEmpty()) {
                    shell.out()
                            .println("secret: " + secret
                                    + "   (generated; this is the only time it is shown)");
                }
            });
        }

        @Override
        public String toString() {
            return "Told[" + name + "]";
        }
    }
}
