package dev.berth.core.configuration;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.util.HashMap;
import java.util.Map;

/// Rows of what was set. What is cached is announced under [#TOPIC] with [#ALL].
final class ConfigurationTable {
    static final String TOPIC = "configuration";
    static final String ALL = "all";

    private static final Table<Record> CONFIGURATION = table(name("configuration"));
    private static final Field<String> ITEM = field(name("item"), String.class);
    private static final Field<String> VALUE = field(name("value"), String.class);

    /// Rows of items that this program does not know are left out.
    Map<Item<?>, String> all(Transaction transaction) {
        var texts = new HashMap<Item<?>, String>();
        for (var row : transaction.sql().select(ITEM, VALUE).from(CONFIGURATION)) {
            Items.find(row.get(ITEM)).ifPresent(item -> texts.put(item, row.get(VALUE)));
        }
        return texts;
    }

    /// Until the transaction ends, nobody else sets anything.
    void takeTurns(Transaction transaction) {
        RowLocks.takeTurns(transaction, CONFIGURATION);
    }

    void put(Transaction transaction, Item<?> item, String text) {
        transaction
                .sql()
                .insertInto(CONFIGURATION)
                .set(ITEM, item.key())
                .set(VALUE, text)
                .onConflict(ITEM)
                .doUpdate()
                .set(VALUE, text)
                .execute();
        transaction.changed(TOPIC, ALL);
    }
}
