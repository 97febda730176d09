package dev.berth.registry.content;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.berth.oci.Digest;
import dev.berth.oci.Manifest.Referenced.Kind;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;

import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;

/// Rows of `manifest_reference`: what manifests name, and therefore need.
public final class ReferenceTable {
    /// Four values each; databases allow 32,766 values and more.
    private static final int ROWS_PER_STATEMENT = 1_000;

    static final Table<Record> REFERENCE = table(name("manifest_reference"));
    static final Field<Long> REPOSITORY_ID =
            field(name("manifest_reference", "repository_id"), Long.class);
    static final Field<String> MANIFEST =
            field(name("manifest_reference", "manifest_digest"), String.class);
    static final Field<String> TARGET =
            field(name("manifest_reference", "target_digest"), String.class);
    static final Field<String> KIND = field(name("manifest_reference", "kind"), String.class);

    private ReferenceTable() {}

    /// For an `EXISTS`: the rows that name `digest`.
    static Select<Record1<Integer>> to(long repository, Digest digest) {
        return selectOne()
                .from(REFERENCE)
                .where(REPOSITORY_ID.eq(repository), TARGET.eq(digest.toString()));
    }

    /// True if a manifest of the repository names `digest`.
    public static boolean names(Transaction transaction, long repository, Digest digest) {
        return transaction.sql().fetchExists(to(repository, digest));
    }

    public static void insert(
            Transaction transaction, long repository, Digest manifest, Map<Digest, Kind> targets) {
        targets.entrySet().stream()
                .gather(Gatherers.windowFixed(ROWS_PER_STATEMENT))
                .forEach(some -> insertSome(transaction, repository, manifest, some));
    }

    private static void insertSome(
            Transaction transaction,
            long repository,
            Digest manifest,
            List<Map.Entry<Digest, Kind>> targets) {
        var rows = transaction.sql().insertInto(REFERENCE, REPOSITORY_ID, MANIFEST, TARGET, KIND);
        for (var target : targets) {
            rows = rows.values(
                    repository,
                    manifest.toString(),
                    target.getKey().toString(),
                    target.getValue().name());
        }
        rows.onConflictDoNothing().execute();
    }

    /// Removes what `manifest` names, and returns what of it may be a blob.
    public static List<Digest> delete(Transaction transaction, long repository, Digest manifest) {
        return transaction
                .sql()
                .deleteFrom(REFERENCE)
                .where(REPOSITORY_ID.eq(repository), MANIFEST.eq(manifest.toString()))
                .returning(TARGET, KIND)
                .fetch()
                .stream()
                .filter(row -> !row.get(KIND).equals(Kind.MANIFEST.name()))
                .map(row -> Digest.parse(row.get(TARGET)))
                .toList();
    }
}
