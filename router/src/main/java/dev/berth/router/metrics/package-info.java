/// Metrics: what the router counts, under the names that dashboards of harbor-router know.
///
/// **Start at** [RouterMetrics].
///
/// **Invariants**
/// - Labels are words of ours, statuses, and names of discovered projects; never what clients send.
@NullMarked
package dev.berth.router.metrics;

import org.jspecify.annotations.NullMarked;
