package dev.berth.platform.http;

/// Renders what a handler, a guard or the server itself threw, once, at the edge.
///
/// - Gets every throwable but `InterruptedException` and a peer that went away.
/// - Refusals become their specification's status and code; `IOException` and
///   `DatabaseUnavailableException` become 502 or 503 with `Retry-After`; anything else is a bug:
///   500 without details (the server has logged it with its trace).
@FunctionalInterface
public interface ErrorResponses {
    Response render(Throwable failure, Request request);
}
