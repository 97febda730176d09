/// What a server costs: processor time, memory and disk writes, read from `/proc`.
///
/// **Start at** [ProcessTree] (readings), [Cores] (pinning), [MemoryWatch] (peaks).
///
/// **Invariants**
/// - A reading covers the process and all its descendants, living or already waited for.
/// - What cannot be read is empty, never zero.
///
/// Source: Linux `proc(5)`.
@NullMarked
package dev.berth.bench.process;

import org.jspecify.annotations.NullMarked;
