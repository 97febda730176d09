package dev.berth.platform.database;

/// The database cannot be used now; nothing was committed.
public final class DatabaseUnavailableException extends RuntimeException {
    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
