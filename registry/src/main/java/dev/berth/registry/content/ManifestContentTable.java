package dev.berth.registry.content;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.oci.Digest;
import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/// Rows of `manifest_content`: the bytes of manifests, there as long as a repository has
/// them.
final class ManifestContentTable {
    static final Table<Record> CONTENT = table(name("manifest_content"));
    static final Field<String> DIGEST = field(name("manifest_content", "digest"), String.class);
    static final Field<byte[]> BYTES = field(name("manifest_content", "bytes"), byte[].class);

    private ManifestContentTable() {}

    /// Sees to it that the bytes are there and stay until the transaction ends.
    ///
    /// Between finding the row and locking it, another transaction may take it away; so it
    /// is looked at again until one of the two is done.
    static void keep(Transaction transaction, Digest digest, byte[] bytes) {
        do {
            transaction
                    .sql()
                    .insertInto(CONTENT, DIGEST, BYTES)
                    .values(digest.toString(), bytes)
                    .onConflictDoNothing()
                    .execute();
        } while (RowLocks.share(
                        transaction,
                        transaction
                                .sql()
                                .select(DIGEST)
                                .from(CONTENT)
                                .where(DIGEST.eq(digest.toString())),
                        CONTENT)
                .fetch()
                .isEmpty());
    }

    /// Removes the bytes if no repository has the manifest any more.
    static void release(Transaction transaction, Digest digest) {
        RowLocks.exclude(
                        transaction,
                        transaction
                                .sql()
                                .select(DIGEST)
                                .from(CONTENT)
                                .where(DIGEST.eq(digest.toString())))
                .fetch();
        if (!ManifestTable.isAnywhere(transaction, digest)) {
            transaction
                    .sql()
                    .deleteFrom(CONTENT)
                    .where(DIGEST.eq(digest.toString()))
                    .execute();
        }
    }
}
