package dev.berth.platform.database;

import org.jspecify.annotations.Nullable;

/// The database has no room for more, or may not be written; what is in it can still be read.
public final class DatabaseFullException extends DatabaseUnavailableException {
    DatabaseFullException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
