/// The scenarios, one small class each: what is asked, in which cases, and the bar it is judged by.
///
/// **Start at** [Scenarios], the list; [Scenario] and [Case], the shape; [PlayScenario], the
/// rounds.
///
/// **Invariants**
/// - What [Case.Stage] does is not timed; what [Case.Run] measures is.
/// - Every round pushes bytes that no round pushed before, unless repetition is the point.
///
/// Source: `bench/README.md` explains each number.
@NullMarked
package dev.berth.bench.scenario;

import org.jspecify.annotations.NullMarked;
