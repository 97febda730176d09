/// What happened, written in the transaction that made it so, and read by whoever has to act on it.
///
/// **Start at** [Outbox], which writes events, and [EventListener], which hears of them.
/// [DeliverEvents] has the argument why none is lost and none counts twice; [EventWorker] runs it.
/// Rows: [EventTable].
///
/// **Invariants**
/// - An event is there if and only if what it tells of was committed.
/// - A listener hears every event once in effect, in one order, also when processes die.
/// - Events that all have heard are removed; none is kept for longer than a week.
@NullMarked
package dev.berth.jobs.event;

import org.jspecify.annotations.NullMarked;
