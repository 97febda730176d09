package dev.berth.router.upstream;

import java.io.IOException;

/// A call that got no usable answer.
public final class UpstreamException extends IOException {
    /// Why there is none.
    public enum Reason {
        /// No connection could be made.
        CONNECT,
        /// No answer, or no byte more of it, in time.
        TIMEOUT,
        /// All connections, or all room for large answers, are taken, and enough callers wait.
        BUSY,
        /// The connection ended, or what came is no HTTP.
        BROKEN
    }

    private final Reason reason;

    UpstreamException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    UpstreamException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
