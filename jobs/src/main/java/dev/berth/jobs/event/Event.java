package dev.berth.jobs.event;

import java.time.Instant;

/// Something that happened.
///
/// - `position`: rises from event to event; the order in which all listeners hear them. Who acts
///   on another system can tell by it what it has seen before.
/// - `actor`: the name of who did it; empty for somebody without one.
/// - `what`: a record of the event's type.
public record Event(long position, Instant at, String actor, Record what) {}
