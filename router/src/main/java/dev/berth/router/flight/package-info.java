/// Flights: one question of a kind at a time, for all who ask it.
///
/// **Start at** [Flights].
///
/// **Invariants**
/// - A flight belongs to nobody: it goes on when whoever asked first goes away.
/// - No key stays under way when its task has ended, however it ended.
@NullMarked
package dev.berth.router.flight;

import org.jspecify.annotations.NullMarked;
