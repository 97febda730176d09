/// Telemetry: what the process says about itself in logs, metrics and traces.
///
/// **Start at** [Metrics], [Logging] and [Tracing]; a role opens one of each. Everyone else
/// logs through SLF4J with key–values (`log.atInfo().addKeyValue("digest",
/// digest).log("pushed")`) and is handed a [Metrics]. [RequestContext] carries the id of
/// the request to every line.
///
/// **Invariants**
/// - Nothing here makes a request wait: a full queue drops and counts.
/// - Every metric has a bounded number of series ([Labelled#COMBINATIONS_MAX]).
/// - Logback, Micrometer and OpenTelemetry are imported here and nowhere else;
///   OpenTelemetry is loaded only where an endpoint is set.
///
/// Source: W3C Trace Context; OTLP/HTTP; the Prometheus text format 0.0.4.
@NullMarked
package dev.berth.platform.telemetry;

import org.jspecify.annotations.NullMarked;
