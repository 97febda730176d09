package dev.berth.platform.telemetry;

import java.util.Optional;

/// The request that this thread works for: its id and its place in a trace.
///
/// Log lines and outgoing calls take it from here; nothing else may hang on it. It is bound
/// for the time of [#call], on this thread alone.
///
/// - `id`: as in the answer's `X-Request-Id`.
/// - `trace`: empty where no trace came in and none is started here.
public record RequestContext(String id, Optional<TraceContext> trace) {
    private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    /// The request of this thread, if it works for one.
    public static Optional<RequestContext> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Does `work` for this request.
    public <R, X extends Throwable> R call(ScopedValue.CallableOp<R, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }
}
