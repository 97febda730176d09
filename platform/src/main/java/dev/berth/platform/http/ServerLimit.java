package dev.berth.platform.http;

/// The limits of [HttpLimits] and of routes that a client can run into; each is counted.
public enum ServerLimit {
    CONNECTIONS,
    REQUESTS,
    HEAD_BYTES,
    TARGET_BYTES,
    HEAD_WAIT,
    BODY_BYTES,
    BODY_MEMORY,
    ANSWER_MEMORY,
    BODY_WAIT,
    WRITE_WAIT,
    IDLE_WAIT,
    MALFORMED
}
