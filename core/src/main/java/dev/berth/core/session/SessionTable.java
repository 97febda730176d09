package dev.berth.core.session;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.auth.Principal;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Rows of sessions. What is cached is announced under [#TOPIC] with the row's id.
final class SessionTable {
    static final String TOPIC = "session";

    private static final Table<Record> SESSION = table(name("session"));
    private static final Field<String> ID = field(name("id"), String.class);
    private static final Field<Long> ACCOUNT_ID = field(name("account_id"), Long.class);
    private static final Field<String> ACCOUNT_NAME = field(name("account_name"), String.class);
    private static final Field<Long> PASSWORD_VERSION = field(name("password_version"), Long.class);
    private static final Field<Long> EXPIRES_AT = field(name("expires_at"), Long.class);

    Optional<Session> find(Transaction transaction, String id) {
        return transaction
                .sql()
                .select(ACCOUNT_ID, ACCOUNT_NAME, PASSWORD_VERSION, EXPIRES_AT)
                .from(SESSION)
                .where(ID.eq(id))
                .fetchOptional(row -> new Session(
                        new Principal.Account(row.get(ACCOUNT_ID), row.get(ACCOUNT_NAME)),
                        row.get(PASSWORD_VERSION),
                        Instant.EPOCH.plus(row.get(EXPIRES_AT), ChronoUnit.MICROS)));
    }

    void insert(Transaction transaction, String id, Session session) {
        transaction
                .sql()
                .insertInto(SESSION)
                .set(ID, id)
                .set(ACCOUNT_ID, session.principal().id())
                .set(ACCOUNT_NAME, session.principal().name())
                .set(PASSWORD_VERSION, session.passwordVersion())
                .set(EXPIRES_AT, micros(session.expiresAt()))
                .execute();
    }

    void prolong(Transaction transaction, String id, Instant expiresAt) {
        transaction
                .sql()
                .update(SESSION)
                .set(EXPIRES_AT, micros(expiresAt))
                .where(ID.eq(id))
                .execute();
        transaction.changed(TOPIC, id);
    }

    void delete(Transaction transaction, String id) {
        transaction.sql().deleteFrom(SESSION).where(ID.eq(id)).execute();
        transaction.changed(TOPIC, id);
    }

    /// Removes all sessions of an account but the `kept` that would end last.
    void deleteBut(Transaction transaction, long accountId, int kept) {
        transaction
                .sql()
                .select(ID)
                .from(SESSION)
                .where(ACCOUNT_ID.eq(accountId))
                .orderBy(EXPIRES_AT.desc(), ID)
                .offset(kept)
                .fetch(ID)
                .forEach(id -> delete(transaction, id));
    }

    /// Removes at most `limit` rows that ended before `now`; how many. What ended is refused
    /// whether its row is there or cached or not, so nothing is announced.
    int deleteExpired(Transaction transaction, Instant now, int limit) {
        var ended = transaction
                .sql()
                .select(ID)
                .from(SESSION)
                .where(EXPIRES_AT.lt(micros(now)))
                .orderBy(EXPIRES_AT)
                .limit(limit)
                .fetch(ID);
        return transaction.sql().deleteFrom(SESSION).where(ID.in(ended)).execute();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
