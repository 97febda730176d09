package dev.berth.core.user;

import dev.berth.auth.account.AccountChange;
import dev.berth.auth.account.AccountWitness;
import dev.berth.jobs.event.EventType;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.database.Transaction;

import java.util.List;

/// Writes what happens to accounts as events.
public final class AccountEvents implements AccountWitness {
    private static final EventType<AccountChange.Added> ADDED =
            new EventType<>("account-added", AccountChange.Added.class);
    private static final EventType<AccountChange.Removed> REMOVED =
            new EventType<>("account-removed", AccountChange.Removed.class);
    private static final EventType<AccountChange.Updated> UPDATED =
            new EventType<>("account-updated", AccountChange.Updated.class);

    /// All of them.
    public static final List<EventType<?>> TYPES = List.of(ADDED, REMOVED, UPDATED);

    private final Outbox outbox;

    public AccountEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void saw(Transaction transaction, String actor, AccountChange change) {
        switch (change) {
            case AccountChange.Added added -> outbox.append(transaction, actor, ADDED, added);
            case AccountChange.Removed removed ->
                outbox.append(transaction, actor, REMOVED, removed);
            case AccountChange.Updated updated ->
                outbox.append(transaction, actor, UPDATED, updated);
        }
    }
}
