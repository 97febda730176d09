/// What a run found, for people ([Table]), for programs ([Json]) and for the eye ([Plot]).
///
/// **Start at** [Report], what there is to say.
///
/// **Invariants**
/// - Failed, absent and unfavourable rows are shown like all others.
/// - Colours only on a terminal.
@NullMarked
package dev.berth.bench.report;

import org.jspecify.annotations.NullMarked;
