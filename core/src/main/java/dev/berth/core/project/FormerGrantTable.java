package dev.berth.core.project;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.util.List;
import java.util.Set;

/// Rows of what accounts were given before there were projects. They are read once and stay.
final class FormerGrantTable {
    private static final Table<Record> GRANT = table(name("former_grant"));
    private static final Field<Long> ACCOUNT_ID = field(name("account_id"), Long.class);
    private static final Field<String> PREFIX = field(name("prefix"), String.class);
    private static final Field<String> ACTIONS = field(name("actions"), String.class);
    private static final Field<Boolean> IS_READ = field(name("is_read"), Boolean.class);

    /// Actions on all repositories whose names begin with a prefix.
    ///
    /// @param prefix `*`, `team/` or `team/app`
    /// @param actions `pull`, `push`, `delete`
    record FormerGrant(long accountId, String prefix, Set<String> actions) {
        @Override
        public String toString() {
            return prefix + ":" + String.join("+", actions.stream().sorted().toList());
        }
    }

    boolean areTaken(Transaction transaction) {
        return !transaction.sql().fetchExists(selectOne().from(GRANT).where(IS_READ.isFalse()));
    }

    /// Those that were not read; they are not read again.
    List<FormerGrant> take(Transaction transaction) {
        var taken = transaction
                .sql()
                .select(ACCOUNT_ID, PREFIX, ACTIONS)
                .from(GRANT)
                .where(IS_READ.isFalse())
                .orderBy(ACCOUNT_ID, PREFIX)
                .fetch(row -> new FormerGrant(
                        row.value1(), row.value2(), Set.of(row.value3().split("\\+", -1))));
        transaction.sql().update(GRANT).set(IS_READ, true).execute();
        return taken;
    }
}
