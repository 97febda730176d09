package dev.berth.platform.database;

import org.jooq.DSLContext;

/// A transaction that remembers what it changed.
record RecordingTransaction(DSLContext sql, Changes changes) implements Transaction {
    @Override
    public void changed(String topic, String key) {
        changes.add(topic, key);
    }
}
