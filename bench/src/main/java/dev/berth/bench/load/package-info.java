/// Ways to load a server, and what they count.
///
/// **Start at** [SteadyLoad] (as many requests as it can in a given time), [CountedLoad] (a given
/// number of operations, shared by writers), [SlowReaders] (clients that hardly read).
///
/// **Invariants**
/// - Every load ends: by its time, by its count, or by its deadline.
/// - An operation that failed is an error and has no latency.
@NullMarked
package dev.berth.bench.load;

import org.jspecify.annotations.NullMarked;
