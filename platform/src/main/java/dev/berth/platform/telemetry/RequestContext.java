package dev.berth.platform.telemetry;

import java.util.Optional;

/// The request that this thread works for: its id and its place in a trace.
///
/// Log lines and outgoing calls take it from here; nothing else may hang on it. It belongs
/// to one thread: what a request starts on other threads sees it only by [#passedOn].
///
/// - `id`: as in the answer's `X-Request-Id`.
/// - `trace`: empty where no trace came in and none is started here.
public record RequestContext(String id, Optional<TraceContext> trace) {
    private static final ScopedValue<Source> CURRENT = ScopedValue.newInstance();

    /// Knows the context of a request; asked only when somebody wants it.
    @FunctionalInterface
    public interface Source {
        RequestContext context();
    }

    /// The request of this thread, if it works for one.
    public static Optional<RequestContext> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get().context()) : Optional.empty();
    }

    /// `work` for another thread, as work for the request of this one, if it works for one.
    public static Runnable passedOn(Runnable work) {
        var now = current();
        return now.isEmpty() ? work : () -> during(now::get, work);
    }

    /// Runs `work` as the work for the request of `source`.
    public static void during(Source source, Runnable work) {
        ScopedValue.where(CURRENT, source).run(work);
    }
}
