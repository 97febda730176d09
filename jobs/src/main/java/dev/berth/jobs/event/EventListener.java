package dev.berth.jobs.event;

import dev.berth.platform.database.Transaction;

import java.io.IOException;
import java.util.List;

/// Whoever has to act on events; each has its own place in their order.
///
/// - `name`: lower-case words with hyphens; its identity in the database.
/// - Hears every event, in order, in batches; what does not concern it, it passes over.
/// - What it throws is logged, and the same events come again, later and later.
public sealed interface EventListener {
    String name();

    /// Acts in this database only: what it does counts together with its having heard.
    non-sealed interface Inside extends EventListener {
        /// Acts on these events, by SQL in `transaction` and nothing else.
        void hear(Transaction transaction, List<Event> events);
    }

    /// Acts on another system: after a crash it hears again what it heard last.
    non-sealed interface Outside extends EventListener {
        /// Acts on these events, within [DeliverEvents#CLAIM].
        ///
        /// @throws IOException if the other system cannot be reached
        void hear(List<Event> events) throws IOException, InterruptedException;
    }
}
