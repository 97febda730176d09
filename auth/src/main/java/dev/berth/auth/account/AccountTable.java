package dev.berth.auth.account;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Rows of accounts and their grants.
///
/// What is cached is announced under [#TOPIC] with the account's name.
final class AccountTable {
    static final String TOPIC = "account";

    private static final Table<Record> NUMBER = table(name("account_number"));
    private static final Field<Long> LAST_ID = field(name("last_id"), Long.class);

    private static final Table<Record> ACCOUNT = table(name("account"));
    private static final Field<Long> ID = field(name("id"), Long.class);
    private static final Field<String> NAME = field(name("name"), String.class);
    private static final Field<String> PASSWORD_HASH = field(name("password_hash"), String.class);
    private static final Field<Long> PASSWORD_VERSION = field(name("password_version"), Long.class);
    private static final Field<Boolean> ADMINISTRATOR = field(name("administrator"), Boolean.class);
    private static final Field<Long> CREATED_AT = field(name("created_at"), Long.class);

    private static final Table<Record> GRANT = table(name("account_grant"));
    private static final Field<Long> ACCOUNT_ID = field(name("account_id"), Long.class);
    private static final Field<String> PREFIX = field(name("prefix"), String.class);
    private static final Field<String> ACTIONS = field(name("actions"), String.class);

    /// Takes the next number, and with it the lock under which accounts come and go.
    long nextId(Transaction transaction) {
        lock(transaction);
        transaction.sql().update(NUMBER).set(LAST_ID, LAST_ID.plus(1)).execute();
        return transaction.sql().select(LAST_ID).from(NUMBER).fetchSingle(row -> row.get(LAST_ID));
    }

    /// Waits until no other transaction adds or removes accounts; held to the end.
    void lock(Transaction transaction) {
        transaction.sql().update(NUMBER).set(LAST_ID, LAST_ID).execute();
    }

    boolean isEmpty(Transaction transaction) {
        return !transaction.sql().fetchExists(ACCOUNT);
    }

    int administrators(Transaction transaction) {
        return transaction.sql().fetchCount(ACCOUNT, ADMINISTRATOR.isTrue());
    }

    Optional<Account> find(Transaction transaction, String name) {
        return transaction
                .sql()
                .select(ID, NAME, PASSWORD_HASH, PASSWORD_VERSION, ADMINISTRATOR, CREATED_AT)
                .from(ACCOUNT)
                .where(NAME.eq(name))
                .fetchOptional(row -> read(transaction, row));
    }

    /// At most `limit` accounts whose names come after `after`, in the order of their bytes.
    List<Account> list(Transaction transaction, String after, int limit) {
        return transaction
                .sql()
                .select(ID, NAME, PASSWORD_HASH, PASSWORD_VERSION, ADMINISTRATOR, CREATED_AT)
                .from(ACCOUNT)
                .where(NAME.gt(after))
                .orderBy(NAME)
                .limit(limit)
                .fetch(row -> read(transaction, row));
    }

    void insert(Transaction transaction, Account account) {
        transaction
                .sql()
                .insertInto(ACCOUNT)
                .set(ID, account.id())
                .set(NAME, account.name().text())
                .set(PASSWORD_HASH, account.passwordHash())
                .set(PASSWORD_VERSION, account.passwordVersion())
                .set(ADMINISTRATOR, account.administrator())
                .set(CREATED_AT, micros(account.createdAt()))
                .execute();
        changed(transaction, account);
    }

    void updatePassword(Transaction transaction, Account account, String passwordHash) {
        transaction
                .sql()
                .update(ACCOUNT)
                .set(PASSWORD_HASH, passwordHash)
                .set(PASSWORD_VERSION, PASSWORD_VERSION.plus(1))
                .where(ID.eq(account.id()))
                .execute();
        changed(transaction, account);
    }

    void delete(Transaction transaction, Account account) {
        transaction.sql().deleteFrom(GRANT).where(ACCOUNT_ID.eq(account.id())).execute();
        transaction.sql().deleteFrom(ACCOUNT).where(ID.eq(account.id())).execute();
        changed(transaction, account);
    }

    void putGrant(Transaction transaction, Account account, Grant grant) {
        transaction
                .sql()
                .insertInto(GRANT)
                .set(ACCOUNT_ID, account.id())
                .set(PREFIX, grant.prefix().text())
                .set(ACTIONS, grant.actionsText())
                .onConflict(ACCOUNT_ID, PREFIX)
                .doUpdate()
                .set(ACTIONS, grant.actionsText())
                .execute();
        changed(transaction, account);
    }

    boolean deleteGrant(Transaction transaction, Account account, RepositoryPrefix prefix) {
        int deleted = transaction
                .sql()
                .deleteFrom(GRANT)
                .where(ACCOUNT_ID.eq(account.id()), PREFIX.eq(prefix.text()))
                .execute();
        changed(transaction, account);
        return deleted > 0;
    }

    private Account read(Transaction transaction, Record row) {
        long id = row.get(ID);
        return new Account(
                id,
                new AccountName(row.get(NAME)),
                row.get(PASSWORD_HASH),
                row.get(PASSWORD_VERSION),
                row.get(ADMINISTRATOR),
                Instant.EPOCH.plus(row.get(CREATED_AT), ChronoUnit.MICROS),
                grants(transaction, id));
    }

    private static List<Grant> grants(Transaction transaction, long accountId) {
        return transaction
                .sql()
                .select(PREFIX, ACTIONS)
                .from(GRANT)
                .where(ACCOUNT_ID.eq(accountId))
                .orderBy(PREFIX)
                .fetch(row -> new Grant(
                        new RepositoryPrefix(row.get(PREFIX)),
                        Grant.parseActions(row.get(ACTIONS))));
    }

    private static void changed(Transaction transaction, Account account) {
        transaction.changed(TOPIC, account.name().text());
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
