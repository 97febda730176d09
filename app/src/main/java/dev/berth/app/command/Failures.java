package dev.berth.app.command;

import dev.berth.platform.config.ConfigException;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.database.MigrationException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// What a command that failed says, and what it ends with.
final class Failures {
    private Failures() {}

    /// Mistakes and the outside world are told in words; anything else is a bug and shows
    /// its trace.
    static int report(Exception failure, PrintWriter err) {
        return switch (failure) {
            case ConfigException mistaken -> {
                err.println("berth: the settings have mistakes:");
                mistaken.mistakes().forEach(mistake -> err.println("  " + mistake));
                yield ExitCode.USAGE;
            }
            case IOException _,
                    UncheckedIOException _,
                    DatabaseUnavailableException _,
                    MigrationException _ -> {
                err.println("berth: " + reason(failure));
                yield ExitCode.FAILED;
            }
            default -> {
                err.println("berth: a bug, please report it:");
                failure.printStackTrace(err);
                yield ExitCode.FAILED;
            }
        };
    }

    /// The messages from the failure to its cause, each said once.
    private static String reason(Throwable failure) {
        var reason = new StringBuilder(message(failure));
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            var message = message(cause);
            if (reason.indexOf(message) < 0) {
                reason.append(": ").append(message);
            }
        }
        return reason.toString();
    }

    /// The JDK names only the host or the file in some of its messages.
    private static String message(Throwable failure) {
        return switch (failure) {
            case UnknownHostException unknown -> "no such host: " + unknown.getMessage();
            case NoSuchFileException missing -> "no such file: " + missing.getMessage();
            case AccessDeniedException denied -> "no permission: " + denied.getMessage();
            default ->
                Optional.ofNullable(failure.getMessage())
                        .orElse(failure.getClass().getSimpleName());
        };
    }
}
