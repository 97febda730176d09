package dev.berth.platform.database;

import org.jspecify.annotations.Nullable;

/// The database cannot be used now; what was asked is not acknowledged.
public sealed class DatabaseUnavailableException extends RuntimeException
        permits DatabaseFullException {
    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
