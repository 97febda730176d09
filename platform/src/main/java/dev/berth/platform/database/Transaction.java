package dev.berth.platform.database;

import org.jooq.DSLContext;

/// What work in a [Database] gets: SQL, and a place to say what it changed.
public interface Transaction {
    /// For `…Table` classes only.
    DSLContext sql();

    /// Says that what is cached under `topic` and `key` is no longer true; the empty key stands for
    /// everything under the topic.
    ///
    /// Takes effect if and only if the transaction commits, before the write returns.
    void changed(String topic, String key);
}
