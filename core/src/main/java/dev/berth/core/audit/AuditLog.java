package dev.berth.core.audit;

import dev.berth.core.configuration.Configurations;
import dev.berth.core.configuration.Items;
import dev.berth.jobs.event.Event;
import dev.berth.jobs.event.EventListener;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;

import java.util.List;

/// Keeps an entry of what happens, unless administrators want none.
final class AuditLog implements EventListener.Inside {
    private final Database database;
    private final Configurations configurations;
    private final AuditTable table = new AuditTable();

    AuditLog(Database database, Configurations configurations) {
        this.database = database;
        this.configurations = configurations;
    }

    @Override
    public String name() {
        return "audit-log";
    }

    @Override
    public void hear(Transaction transaction, List<Event> events) {
        var current = configurations.current(transaction);
        if (!current.value(Items.SKIP_AUDIT_LOG_DATABASE)) {
            table.insert(transaction, AuditChoice.of(current).entries(events));
        }
    }

    /// A part of the entries that somebody may read.
    Listing.Part<AuditTable.Row> list(AuditScope scope, Listing listing) {
        if (AuditTable.goesByNumber(scope, listing)) {
            var part = database.query(transaction -> table.byNumber(transaction, scope, listing));
            if (part.isPresent()) {
                return part.get();
            }
        }
        return database.read(transaction -> {
            long total = table.total(transaction, scope, listing);
            return new Listing.Part<>(table.list(transaction, scope, listing, total), total);
        });
    }
}
