package dev.berth.core.allowlist;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.length;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows of allowlists, by the number of their project; 0 is the system.
public final class AllowlistTable {
    private static final Table<Record> ALLOWLIST = table(name("cve_allowlist"));
    private static final Field<Long> PROJECT_ID = field(name("project_id"), Long.class);
    private static final Field<String> ITEMS = field(name("items"), String.class);
    private static final Field<Long> EXPIRES_AT = field(name("expires_at"), Long.class);
    private static final Field<Long> CREATED_AT = field(name("created_at"), Long.class);
    private static final Field<Long> UPDATED_AT = field(name("updated_at"), Long.class);

    Map<Long, Allowlist> findAll(Transaction transaction, Collection<Long> projects) {
        return transaction
                .sql()
                .select(PROJECT_ID, ITEMS, EXPIRES_AT, CREATED_AT, UPDATED_AT)
                .from(ALLOWLIST)
                .where(PROJECT_ID.in(projects))
                .fetchMap(row -> row.get(PROJECT_ID), AllowlistTable::read);
    }

    /// How many characters the list of a project has, one more if it was written; for
    /// other tables.
    public static Field<Long> charactersOf(Field<Long> project) {
        return field(select(length(ITEMS).cast(Long.class).plus(1L))
                .from(ALLOWLIST)
                .where(PROJECT_ID.eq(project)));
    }

    void put(Transaction transaction, long project, Allowlist list, Instant now) {
        var items = String.join(" ", list.items());
        transaction
                .sql()
                .insertInto(ALLOWLIST)
                .set(PROJECT_ID, project)
                .set(ITEMS, items)
                .set(EXPIRES_AT, list.expiresAt().orElse(null))
                .set(CREATED_AT, micros(now))
                .set(UPDATED_AT, micros(now))
                .onConflict(PROJECT_ID)
                .doUpdate()
                .set(ITEMS, items)
                .set(EXPIRES_AT, list.expiresAt().orElse(null))
                .set(UPDATED_AT, micros(now))
                .execute();
    }

    void delete(Transaction transaction, long project) {
        transaction.sql().deleteFrom(ALLOWLIST).where(PROJECT_ID.eq(project)).execute();
    }

    private static Allowlist read(Record row) {
        var items = row.get(ITEMS);
        return new Allowlist(
                items.isEmpty() ? List.of() : List.of(items.split(" ", -1)),
                Optional.ofNullable(row.get(EXPIRES_AT)),
                Instant.EPOCH.plus(row.get(CREATED_AT), ChronoUnit.MICROS),
                Instant.EPOCH.plus(row.get(UPDATED_AT), ChronoUnit.MICROS));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
