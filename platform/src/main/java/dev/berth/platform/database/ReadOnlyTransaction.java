package dev.berth.platform.database;

import org.jooq.DSLContext;

/// A transaction that may not change anything.
record ReadOnlyTransaction(DSLContext sql) implements Transaction {
    @Override
    public void changed(String topic, String key) {
        throw new IllegalStateException("a read changes nothing, so not `" + topic + "` either");
    }
}
