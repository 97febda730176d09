package dev.berth.platform.database;

import java.time.Duration;

/// The one index: transactions on SQLite or PostgreSQL.
///
/// - Blocking; call it from virtual threads. Waiting for a connection ends after a deadline.
/// - Times are stored as microseconds since the epoch (`BIGINT`), texts compare by bytes.
/// - Work may run again after a serialisation failure, so it must have no effect but its SQL.
/// - Throws [DatabaseUnavailableException] when the database cannot be reached, is full or does
///   not answer in time. The work is then not acknowledged; only if the failure came with the
///   commit itself may it have happened all the same. The caller may try again later.
/// - A write inside a write is refused with [IllegalStateException].
public interface Database extends AutoCloseable {
    /// Runs read-only work on one snapshot.
    <T> T read(Work<T> work);

    /// As [#read], for work of one statement, which is a snapshot by itself: PostgreSQL
    /// is asked once, not to begin and to end a transaction as well.
    ///
    /// A second statement is refused with [IllegalStateException].
    <T> T query(Work<T> work);

    /// Runs work in a transaction of its own and returns when it is durable: it survives
    /// `kill -9` and power loss, and every cache that it changed, in every process, has
    /// forgotten it.
    ///
    /// Many small writes share one flush.
    <T> T write(Work<T> work);

    /// As [#write], but returns before the flush: it survives `kill -9`, and may be lost, whole, on
    /// power loss. For what a client would simply start again: upload sessions, claims, leases.
    <T> T writeRelaxed(Work<T> work);

    /// Returns when all that writes have committed before this call is durable; what relaxed
    /// writes have committed is so on SQLite only.
    ///
    /// For who acknowledges because he found the work done: whoever did it may still be waiting
    /// for the flush.
    void awaitDurable();

    /// A cache of at most `entriesMax` entries for rows announced under `topic`.
    ///
    /// `topic` is a short constant of the feature, such as `tag`.
    <V> ExactCache<V> cache(String topic, long entriesMax);

    /// As [#cache(String, long)], bounded by the sum of what `weigher` says, in bytes.
    <V> ExactCache<V> cache(String topic, long bytesMax, Weigher<V> weigher);

    /// Runs `listener` when rows under `topic` changed elsewhere or here, with the key; the empty
    /// key means that any of them may have. Called within a second, on a thread of the
    /// database.
    void onChange(String topic, ChangeListener listener);

    /// For the job queue, which brings its own SQL.
    javax.sql.DataSource dataSource();

    Dialect dialect();

    /// True if the database answers within `deadline`.
    boolean answers(Duration deadline);

    @Override
    void close();

    /// SQL in a transaction.
    @FunctionalInterface
    interface Work<T> {
        T run(Transaction transaction);
    }

    /// The size of a cached value in bytes.
    @FunctionalInterface
    interface Weigher<V> {
        int bytes(V value);
    }

    /// Told of changes.
    @FunctionalInterface
    interface ChangeListener {
        void changed(String key);
    }
}
