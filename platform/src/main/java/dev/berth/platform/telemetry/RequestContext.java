package dev.berth.platform.telemetry;

import java.util.Optional;

/// The request that this thread works for: its id and its place in a trace.
///
/// Log lines and outgoing calls take it from here; nothing else may hang on it. It belongs
/// to one thread: what a request starts on other threads does not see it. A `ScopedValue`
/// would do, but the server tells of the beginning and the end of a request in two calls.
///
/// - `id`: as in the answer's `X-Request-Id`.
/// - `trace`: empty where no trace came in and none is started here.
public record RequestContext(String id, Optional<TraceContext> trace) {
    private static final ThreadLocal<RequestContext> CURRENT = new ThreadLocal<>();

    /// The request of this thread, if it works for one.
    public static Optional<RequestContext> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /// Makes this the request of this thread until [#end].
    public RequestContext begin() {
        CURRENT.set(this);
        return this;
    }

    /// This thread works for no request any more.
    public void end() {
        CURRENT.remove();
    }
}
