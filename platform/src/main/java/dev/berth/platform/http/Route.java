package dev.berth.platform.http;

/// One operation: what it matches, what a caller must be allowed to do, and who answers.
///
/// - `operation`: its name in logs, metrics and the role × route matrix, such as `end-3` or
///   `listProjects`; a bounded set.
/// - `pattern`: see [PathPattern].
/// - `bodyBytesMax`: the largest body in bytes; 0 for none, [#UNLIMITED] where the handler streams
///   and sets its own bounds.
public record Route<C>(
        String operation,
        Method method,
        PathPattern pattern,
        long bodyBytesMax,
        Guard<C> guard,
        Handler<C> handler) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// A route that takes no body.
    public static <C> Route<C> of(
            String operation, Method method, String pattern, Guard<C> guard, Handler<C> handler) {
        return new Route<>(operation, method, PathPattern.parse(pattern), 0, guard, handler);
    }

    /// The same route behind another guard that gives the same key.
    public Route<C> withGuard(Guard<C> other) {
        return new Route<>(operation, method, pattern, bodyBytesMax, other, handler);
    }

    /// The same route with a body of at most `bytesMax` bytes.
    public Route<C> withBody(long bytesMax) {
        return new Route<>(operation, method, pattern, bytesMax, guard, handler);
    }
}
