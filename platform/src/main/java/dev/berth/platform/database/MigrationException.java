package dev.berth.platform.database;

/// The schema cannot be brought to what this program needs; the message says what to do.
public final class MigrationException extends RuntimeException {
    public MigrationException(String message) {
        super(message);
    }

    public MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
