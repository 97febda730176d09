package dev.berth.platform.telemetry;

import java.util.Optional;

/// A request as a trace shows it; begun and ended once, by any thread.
public interface Span {
    /// Its place in the trace, for log lines and outgoing calls; empty where nothing is
    /// traced.
    Optional<TraceContext> context();

    /// A fact about the request, such as `http.route`; nothing secret.
    void put(String attribute, String value);

    /// Ends it with the status of the answer; 500 and above count as failed.
    void end(int status);
}
