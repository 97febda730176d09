package dev.berth.router.redis;

import java.io.IOException;

/// A command of Redis was not carried out, or it is not known whether it was.
public final class RedisException extends IOException {
    private final boolean connectionUsable;

    private RedisException(String message, boolean connectionUsable) {
        super(message);
        this.connectionUsable = connectionUsable;
    }

    /// There is no connection.
    static RedisException unconnected() {
        return new RedisException("Redis is not connected", true);
    }

    /// What came is nothing that a Redis sends.
    static RedisException malformed(String what) {
        return new RedisException("not an answer of Redis: " + what, false);
    }

    /// The server refuses; a replica that was a master, or one that is loading, has to be left.
    static RedisException refused(String error) {
        boolean elsewhere = error.startsWith("READONLY")
                || error.startsWith("LOADING")
                || error.startsWith("MASTERDOWN")
                || error.startsWith("NOAUTH");
        return new RedisException("Redis refuses: " + error, !elsewhere);
    }

    /// Whether the next command may take the same way.
    boolean isConnectionUsable() {
        return connectionUsable;
    }
}
