package dev.berth.core.audit;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.ListColumns;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Rows of the audit log. Their number is kept, so that no page has to count them.
final class AuditTable {
    private static final Table<Record> ENTRY = table(name("audit_entry"));
    private static final Field<Long> ID = field(name("id"), Long.class);
    private static final Field<Long> AT = field(name("at"), Long.class);
    private static final Field<String> USERNAME = field(name("username"), String.class);
    private static final Field<String> OPERATION = field(name("operation"), String.class);
    private static final Field<String> RESOURCE_TYPE = field(name("resource_type"), String.class);
    private static final Field<String> RESOURCE = field(name("resource"), String.class);
    private static final Field<String> DESCRIPTION = field(name("description"), String.class);

    private static final Table<Record> NUMBER = table(name("audit_number"));
    private static final Field<Long> LAST_ID = field(name("last_id"), Long.class);
    private static final Field<Long> TOTAL = field(name("total"), Long.class);

    /// Numbers rise with time, and no two are the same.
    private static final Listing.Order NEWEST_FIRST = new Listing.Order("id", true);

    private static final ListColumns LISTED = new ListColumns(ID)
            .number("id", ID)
            .text("username", USERNAME)
            .text("operation", OPERATION)
            .text("resource_type", RESOURCE_TYPE)
            .text("resource", RESOURCE)
            .time("op_time", AT);

    /// An entry and its number.
    record Row(long id, AuditEntry entry) {}

    /// Nobody else may insert at the same time.
    void insert(Transaction transaction, List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        long id =
                transaction.sql().select(LAST_ID).from(NUMBER).fetchSingle(row -> row.get(LAST_ID));
        var rows = transaction
                .sql()
                .insertInto(
                        ENTRY, ID, AT, USERNAME, OPERATION, RESOURCE_TYPE, RESOURCE, DESCRIPTION);
        for (var entry : entries) {
            id++;
            rows = rows.values(
                    id,
                    ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()),
                    entry.username(),
                    entry.operation(),
                    entry.resourceType(),
                    entry.resource(),
                    entry.description());
        }
        rows.execute();
        transaction
                .sql()
                .update(NUMBER)
                .set(LAST_ID, id)
                .set(TOTAL, TOTAL.plus(entries.size()))
                .execute();
    }

    /// A part of them, the newest first unless `listing` says otherwise.
    Listing.Part<Row> list(Transaction transaction, Listing listing) {
        long total = LISTED.isAll(listing)
                ? transaction.sql().select(TOTAL).from(NUMBER).fetchSingle(row -> row.get(TOTAL))
                : transaction.sql().fetchCount(ENTRY, LISTED.where(listing));
        var found = transaction
                .sql()
                .select(ID, AT, USERNAME, OPERATION, RESOURCE_TYPE, RESOURCE, DESCRIPTION)
                .from(ENTRY)
                .where(LISTED.where(listing));
        var rows = LISTED.part(found, listing, NEWEST_FIRST, total).stream()
                .map(AuditTable::read)
                .toList();
        return new Listing.Part<>(rows, total);
    }

    private static Row read(Record row) {
        return new Row(
                row.get(ID),
                new AuditEntry(
                        Instant.EPOCH.plus(row.get(AT), ChronoUnit.MICROS),
                        row.get(USERNAME),
                        row.get(OPERATION),
                        row.get(RESOURCE_TYPE),
                        row.get(RESOURCE),
                        row.get(DESCRIPTION)));
    }
}
