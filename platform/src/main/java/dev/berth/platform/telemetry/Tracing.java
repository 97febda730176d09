package dev.berth.platform.telemetry;

/// Traces of requests, for a collector if there is one.
///
/// One span per request; its attributes have the names of OpenTelemetry's conventions for
/// HTTP.
public interface Tracing extends AutoCloseable {
    /// Tracing as the settings say; without an endpoint nothing is recorded and nothing
    /// loaded.
    static Tracing start(TraceSettings settings) {
        return settings.endpoint().isPresent()
                ? OtlpTracing.start(settings, settings.endpoint().get())
                : new PassedOnTracing();
    }

    /// Begins the span of a request that came without a trace.
    Span begin(String operation);

    /// Begins the span of a request that belongs to its caller's trace.
    Span begin(String operation, TraceContext caller);

    /// Sends what has not been sent, for a few seconds at most.
    @Override
    void close();
}
