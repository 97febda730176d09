package dev.berth.bench.target;

import java.time.Duration;

/// How long a server took to come up, from the start of its program.
///
/// @param firstAnswer to any answer on `/v2/`
/// @param ready to the answer that says it is ready
public record Startup(Duration firstAnswer, Duration ready) {}
