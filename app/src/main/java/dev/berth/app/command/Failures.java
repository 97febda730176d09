package dev.berth.app.command;

import dev.berth.platform.config.ConfigException;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.database.MigrationException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

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
        var reason = new StringBuilder(String.valueOf(failure.getMessage()));
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            var message = cause.getMessage() == null
                    ? cause.getClass().getSimpleName()
                    : cause.getMessage();
            if (reason.indexOf(message) < 0) {
                reason.append(": ").append(message);
            }
        }
        return reason.toString();
    }
}
