package dev.berth.auth.account;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.berth.auth.password.HarborHash;
import dev.berth.platform.database.KeptQuery;
import dev.berth.platform.database.ListColumns;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Rows of accounts.
///
/// What is cached is announced under [#TOPIC] with the account's name, and under [#EMAIL_TOPIC]
/// with an address that is not its any more.
final class AccountTable {
    static final String TOPIC = "account";
    static final String EMAIL_TOPIC = "account-email";

    private static final Table<Record> NUMBER = table(name("account_number"));
    private static final Field<Long> LAST_ID = field(name("last_id"), Long.class);
    private static final Field<Long> TOTAL = field(name("total"), Long.class);

    private static final Table<Record> ACCOUNT = table(name("account"));
    private static final Field<Long> ID = field(name("id"), Long.class);
    private static final Field<String> NAME = field(name("name"), String.class);
    private static final Field<String> PASSWORD_HASH = field(name("password_hash"), String.class);
    private static final Field<Long> PASSWORD_VERSION = field(name("password_version"), Long.class);
    private static final Field<Boolean> ADMINISTRATOR = field(name("administrator"), Boolean.class);
    private static final Field<String> EMAIL = field(name("email"), String.class);
    private static final Field<String> REAL_NAME = field(name("real_name"), String.class);
    private static final Field<String> COMMENT = field(name("comment"), String.class);
    private static final Field<Long> CREATED_AT = field(name("created_at"), Long.class);
    private static final Field<Long> UPDATED_AT = field(name("updated_at"), Long.class);

    private static final List<Field<?>> COLUMNS = List.of(
            ID,
            NAME,
            PASSWORD_HASH,
            PASSWORD_VERSION,
            ADMINISTRATOR,
            EMAIL,
            REAL_NAME,
            COMMENT,
            CREATED_AT,
            UPDATED_AT);

    private static final Listing.Order BY_NAME = new Listing.Order("username", false);

    private static final ListColumns LISTED = new ListColumns(ID)
            .number("user_id", ID)
            .uniqueText("username", NAME)
            .text("email", EMAIL)
            .anyText("username_or_email", NAME, EMAIL)
            .text("realname", REAL_NAME)
            .text("comment", COMMENT)
            .flag("sysadmin_flag", ADMINISTRATOR)
            .time("creation_time", CREATED_AT)
            .time("update_time", UPDATED_AT);

    private static final Field<Long> FOUND = field(name("found"), Long.class);

    /// The queries of lists without conditions, by what decides their text.
    private final Map<Plain, KeptQuery> plain = new ConcurrentHashMap<>();

    private record Plain(long but, ListColumns.Way.Shape way) {}

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

    /// True if the account is there; it then stays until the transaction ends.
    boolean hold(Transaction transaction, long id) {
        var row = transaction.sql().select(ID).from(ACCOUNT).where(ID.eq(id));
        return RowLocks.share(transaction, row, ACCOUNT).fetchOptional().isPresent();
    }

    /// Waits until nobody holds the account; nobody else can then.
    void exclude(Transaction transaction, long id) {
        var row = transaction.sql().select(ID).from(ACCOUNT).where(ID.eq(id));
        var _ = RowLocks.exclude(transaction, row).fetch();
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
                .select(COLUMNS)
                .from(ACCOUNT)
                .where(NAME.eq(name))
                .fetchOptional(AccountTable::read);
    }

    Optional<Account> find(Transaction transaction, long id) {
        return transaction
                .sql()
                .select(COLUMNS)
                .from(ACCOUNT)
                .where(ID.eq(id))
                .fetchOptional(AccountTable::read);
    }

    Optional<Account> findFirstAdministrator(Transaction transaction) {
        return transaction
                .sql()
                .select(COLUMNS)
                .from(ACCOUNT)
                .where(ADMINISTRATOR.isTrue())
                .orderBy(ID)
                .limit(1)
                .fetchOptional(AccountTable::read);
    }

    /// The name of the account that this address logs in.
    Optional<String> findNameByEmail(Transaction transaction, String email) {
        return transaction
                .sql()
                .select(NAME)
                .from(ACCOUNT)
                .where(EMAIL.eq(email))
                .fetchOptional(NAME);
    }

    /// How many accounts `listing` finds in all its parts, but one.
    long totalBut(Transaction transaction, long id, Listing listing) {
        return transaction.sql().select(totalBut(id, listing)).fetchSingle(row -> row.value1());
    }

    /// What a condition finds is counted, in all accounts.
    private static Field<Long> totalBut(long id, Listing listing) {
        var counted = select(count().cast(Long.class)).from(ACCOUNT);
        return LISTED.isAll(listing)
                ? field(select(TOTAL.minus(field(counted.where(ID.eq(id))))).from(NUMBER))
                : field(counted.where(LISTED.where(listing), ID.ne(id)));
    }

    /// A part of all accounts but one, by name unless it says otherwise; absent if
    /// there are none in it. One statement, unless it is far from both ends.
    ///
    /// @param total what decides from which end it is read
    Optional<Listing.Part<Account>> listBut(
            Transaction transaction, long id, Listing listing, long total) {
        var way = ListColumns.Way.to(listing, total);
        if (way.isNowhere()) {
            return Optional.empty();
        }
        if (way.isFar()) {
            var where = LISTED.where(listing).and(ID.ne(id));
            var rows = LISTED.part(
                    transaction.sql(), COLUMNS, ACCOUNT, where, listing, BY_NAME, total);
            return Optional.of(new Listing.Part<>(readAll(rows), total));
        }
        var query = LISTED.isPlain(listing, way)
                ? plain.computeIfAbsent(new Plain(id, way.shape()), _ -> listed(id, listing, way))
                : listed(id, listing, way);
        var rows = query.fetch(transaction, Map.of("skipped", way.skipped()));
        return rows.stream()
                .findFirst()
                .map(first -> new Listing.Part<>(readAll(way.inOrder(rows)), first.get(FOUND)));
    }

    private static KeptQuery listed(long id, Listing listing, ListColumns.Way way) {
        return new KeptQuery(select(COLUMNS)
                .select(totalBut(id, listing).as(FOUND))
                .from(ACCOUNT)
                .where(LISTED.where(listing), ID.ne(id))
                .orderBy(LISTED.order(listing, BY_NAME, way))
                .limit(inline(way.rows()))
                .offset(param("skipped", 0L)));
    }

    private static List<Account> readAll(List<Record> rows) {
        return rows.stream().map(AccountTable::read).toList();
    }

    /// At most `limit` accounts whose names come after `after`, in the order of their bytes.
    List<Account> list(Transaction transaction, String after, int limit) {
        return transaction
                .sql()
                .select(COLUMNS)
                .from(ACCOUNT)
                .where(NAME.gt(after))
                .orderBy(NAME)
                .limit(limit)
                .fetch(AccountTable::read);
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
                .set(EMAIL, email(account.profile()))
                .set(REAL_NAME, account.profile().realName())
                .set(COMMENT, account.profile().comment())
                .set(CREATED_AT, micros(account.createdAt()))
                .set(UPDATED_AT, micros(account.updatedAt()))
                .execute();
        transaction.sql().update(NUMBER).set(TOTAL, TOTAL.plus(1)).execute();
        changed(transaction, account);
    }

    void updateProfile(Transaction transaction, Account account, Profile profile, Instant now) {
        transaction
                .sql()
                .update(ACCOUNT)
                .set(EMAIL, email(profile))
                .set(REAL_NAME, profile.realName())
                .set(COMMENT, profile.comment())
                .set(UPDATED_AT, micros(now))
                .where(ID.eq(account.id()))
                .execute();
        changed(transaction, account);
    }

    void updateAdministrator(
            Transaction transaction, Account account, boolean administrator, Instant now) {
        transaction
                .sql()
                .update(ACCOUNT)
                .set(ADMINISTRATOR, administrator)
                .set(UPDATED_AT, micros(now))
                .where(ID.eq(account.id()))
                .execute();
        changed(transaction, account);
    }

    void updatePassword(
            Transaction transaction, Account account, String passwordHash, Instant now) {
        transaction
                .sql()
                .update(ACCOUNT)
                .set(PASSWORD_HASH, passwordHash)
                .set(PASSWORD_VERSION, PASSWORD_VERSION.plus(1))
                .set(UPDATED_AT, micros(now))
                .where(ID.eq(account.id()))
                .execute();
        changed(transaction, account);
    }

    /// Replaces the hash if it is still the one that `account` has; false if not.
    boolean replaceHash(Transaction transaction, Account account, String passwordHash) {
        int replaced = transaction
                .sql()
                .update(ACCOUNT)
                .set(PASSWORD_HASH, passwordHash)
                .where(ID.eq(account.id()), PASSWORD_HASH.eq(account.passwordHash()))
                .execute();
        changed(transaction, account);
        return replaced == 1;
    }

    /// The slowest hash that came from a Harbor and was not replaced yet: by its text it is the
    /// last.
    Optional<String> findSlowestImported(Transaction transaction) {
        return transaction
                .sql()
                .select(max(PASSWORD_HASH))
                .from(ACCOUNT)
                .where(
                        PASSWORD_HASH.ge(inline(HarborHash.PREFIX)),
                        PASSWORD_HASH.lt(inline(HarborHash.PREFIX_END)))
                .fetchOptional(Record1::value1);
    }

    void delete(Transaction transaction, Account account) {
        transaction.sql().deleteFrom(ACCOUNT).where(ID.eq(account.id())).execute();
        transaction.sql().update(NUMBER).set(TOTAL, TOTAL.minus(1)).execute();
        changed(transaction, account);
    }

    private static Account read(Record row) {
        return new Account(
                row.get(ID),
                new AccountName(row.get(NAME)),
                row.get(PASSWORD_HASH),
                row.get(PASSWORD_VERSION),
                row.get(ADMINISTRATOR),
                new Profile(
                        Optional.ofNullable(row.get(EMAIL)).map(EmailAddress::new),
                        row.get(REAL_NAME),
                        row.get(COMMENT)),
                instant(row.get(CREATED_AT)),
                instant(row.get(UPDATED_AT)));
    }

    private static void changed(Transaction transaction, Account account) {
        transaction.changed(TOPIC, account.name().text());
        account.profile()
                .email()
                .ifPresent(email -> transaction.changed(EMAIL_TOPIC, email.text()));
    }

    private static @Nullable String email(Profile profile) {
        return profile.email().map(EmailAddress::text).orElse(null);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
