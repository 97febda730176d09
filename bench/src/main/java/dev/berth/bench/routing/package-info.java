/// The scenarios of routers, RB1 to RB14: what is asked of a router before a mock of
/// Harbor, and the bars it is judged by.
///
/// **Start at** [RouterScenarios], the list. What all share: [Routing].
///
/// **Invariant:** every sample sets the mock's knobs itself, because all targets share the mock.
///
/// Source: `bench/README.md` explains each number.
@NullMarked
package dev.berth.bench.routing;

import org.jspecify.annotations.NullMarked;
