package dev.berth.jobs.event;

import dev.berth.platform.database.Transaction;

import java.time.Clock;

/// Where events are written.
public final class Outbox {
    private final EventTable table = new EventTable();
    private final Clock clock;

    public Outbox(Clock clock) {
        this.clock = clock;
    }

    /// Says that `what` happened, if and only if the transaction commits. Costs one insert.
    ///
    /// @param actor who did it; empty for somebody without a name
    public <E extends Record> void append(
            Transaction transaction, String actor, EventType<E> type, E what) {
        table.append(transaction, clock.instant(), actor, type.name(), EventJson.write(what));
    }
}
