package dev.berth.router.project;

import java.io.IOException;

/// Harbor's API gave no usable answer.
public final class HarborException extends IOException {
    private static final int NONE = 0;
    private final int status;

    private HarborException(String message, int status) {
        super(message);
        this.status = status;
    }

    HarborException(String message) {
        this(message, NONE);
    }

    HarborException(String message, Throwable cause) {
        super(message, cause);
        this.status = NONE;
    }

    /// It answered a path with another status than 200.
    static HarborException answered(String path, int status) {
        return new HarborException("Harbor answered %s with %d".formatted(path, status), status);
    }

    /// Whether Harbor does not know, or not allow, who asked.
    public boolean isCredentialRefused() {
        return status == 401 || status == 403;
    }

    /// Whether Harbor does not have what was asked for.
    boolean isAbsent() {
        return status == 404;
    }
}
