/// Breakers and budgets: how much is asked of something that fails.
///
/// **Start at** [Breakers].
///
/// **Invariants**
/// - Nobody waits here: a call is let through, or refused at once with the time to come back.
/// - Who is let through leaves again, once, with what came of it.
/// - Retries are at most a tenth of all calls.
@NullMarked
package dev.berth.router.breaker;

import org.jspecify.annotations.NullMarked;
