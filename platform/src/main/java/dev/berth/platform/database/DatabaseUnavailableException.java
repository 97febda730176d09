package dev.berth.platform.database;

import org.jspecify.annotations.Nullable;

/// The database cannot be used now; what was asked is not acknowledged.
public final class DatabaseUnavailableException extends RuntimeException {
    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
