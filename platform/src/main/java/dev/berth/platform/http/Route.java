package dev.berth.platform.http;

/// One operation: what it matches, what a caller must be allowed to do, and who answers.
///
/// - `operation`: its name in logs, metrics and the role × route matrix, such as `end-3` or
///   `listProjects`; a bounded set.
/// - `pattern`: see [PathPattern].
/// - `bodyBytesMax`: the largest body in bytes; 0 for none, [#UNLIMITED] where the handler streams
///   and sets its own bounds.
/// - `prompt`: whether memory mostly suffices to answer, so that a request without a body is tried
///   on the event loop before it gets a thread ([Waits][dev.berth.platform.waiting.Waits]). Its
///   handler changes nothing before the last thing that may wait, as it may be called twice.
public record Route<C>(
        String operation,
        Method method,
        PathPattern pattern,
        long bodyBytesMax,
        Guard<C> guard,
        Handler<C> handler,
        boolean prompt) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// A route that takes no body.
    public static <C> Route<C> of(
            String operation, Method method, String pattern, Guard<C> guard, Handler<C> handler) {
        return new Route<>(operation, method, PathPattern.parse(pattern), 0, guard, handler, false);
    }

    /// The same route behind another guard that gives the same key.
    public Route<C> withGuard(Guard<C> other) {
        return new Route<>(operation, method, pattern, bodyBytesMax, other, handler, prompt);
    }

    /// The same route, answered by another handler.
    public Route<C> withHandler(Handler<C> other) {
        return new Route<>(operation, method, pattern, bodyBytesMax, guard, other, prompt);
    }

    /// The same route with a body of at most `bytesMax` bytes.
    public Route<C> withBody(long bytesMax) {
        return new Route<>(operation, method, pattern, bytesMax, guard, handler, prompt);
    }

    /// The same route, tried on the event loop first.
    public Route<C> promptly() {
        return new Route<>(operation, method, pattern, bodyBytesMax, guard, handler, true);
    }
}
