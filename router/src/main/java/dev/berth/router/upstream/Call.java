package dev.berth.router.upstream;

import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;

import java.net.URI;

/// One request to be made.
///
/// - `origin`: scheme and authority.
/// - `target`: path and query, built from parts that were validated; sent as it is.
/// - `headers`: all fields but `Host` and `User-Agent`.
public record Call(Method method, URI origin, String target, Headers headers) {
    public Call {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("a target begins with a slash: " + target);
        }
    }
}
