/// Figures: how one is measured, how several become one, how they are judged.
///
/// **Start at** [Meter] (one [Sample]), [Series] (several), [Bar] and [Verdict] (judgement).
///
/// **Invariants**
/// - A figure that could not be measured is absent, never zero.
/// - Ratios are taken within a round and then joined, so that a slow minute of the machine hits
/// both
///   sides.
@NullMarked
package dev.berth.bench.measure;

import org.jspecify.annotations.NullMarked;
