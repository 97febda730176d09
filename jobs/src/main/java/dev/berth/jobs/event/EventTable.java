package dev.berth.jobs.event;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.KeptQuery;
import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows of events, and how far their listeners have come.
final class EventTable {
    private static final Table<Record> INBOX = table(name("event_inbox"));
    private static final Field<Long> ID = field(name("id"), Long.class);

    private static final Table<Record> EVENT = table(name("event"));
    private static final Field<Long> POSITION = field(name("position"), Long.class);

    private static final Field<Long> AT = field(name("at"), Long.class);
    private static final Field<String> ACTOR = field(name("actor"), String.class);
    private static final Field<String> TYPE = field(name("type"), String.class);
    private static final Field<String> WHAT = field(name("what"), String.class);

    private static final Table<Record> NUMBER = table(name("event_number"));
    private static final Field<Long> LAST = field(name("last"), Long.class);

    private static final Table<Record> CURSOR = table(name("event_cursor"));
    private static final Field<String> LISTENER = field(name("listener"), String.class);
    private static final Field<Long> CURSOR_POSITION =
            field(name("event_cursor", "position"), Long.class);
    private static final Field<Long> CLAIMED_UNTIL = field(name("claimed_until"), Long.class);

    private static final KeptQuery WAITING = new KeptQuery(selectOne()
            .from(NUMBER)
            .where(exists(selectFrom(INBOX))
                    .or(exists(selectFrom(CURSOR).where(CURSOR_POSITION.lt(LAST))))));

    /// An event as its row has it.
    record Row(long position, Instant at, String actor, String type, String what) {}

    void append(Transaction transaction, Instant at, String actor, String type, String what) {
        transaction
                .sql()
                .insertInto(INBOX, AT, ACTOR, TYPE, WHAT)
                .values(micros(at), actor, type, what)
                .execute();
    }

    /// Whether there is anything that a listener has not heard; by one statement.
    boolean isWaiting(Transaction transaction) {
        return !WAITING.fetch(transaction, Map.of()).isEmpty();
    }

    boolean hasUnnumbered(Transaction transaction) {
        return transaction.sql().fetchExists(INBOX);
    }

    /// Gives the next positions to at most `limit` events; how many.
    int number(Transaction transaction, int limit) {
        // Waits until nobody else does this.
        transaction.sql().update(NUMBER).set(LAST, LAST).execute();
        var arrived = transaction
                .sql()
                .select(ID, AT, ACTOR, TYPE, WHAT)
                .from(INBOX)
                .orderBy(ID)
                .limit(limit)
                .fetch();
        if (arrived.isEmpty()) {
            return 0;
        }
        long position = last(transaction);
        var numbered = transaction.sql().insertInto(EVENT, POSITION, AT, ACTOR, TYPE, WHAT);
        for (var row : arrived) {
            position++;
            numbered = numbered.values(
                    position, row.value2(), row.value3(), row.value4(), row.value5());
        }
        numbered.execute();
        transaction.sql().deleteFrom(INBOX).where(ID.in(arrived.getValues(ID))).execute();
        transaction.sql().update(NUMBER).set(LAST, position).execute();
        return arrived.size();
    }

    long last(Transaction transaction) {
        return transaction.sql().select(LAST).from(NUMBER).fetchSingle(row -> row.get(LAST));
    }

    /// At most `limit` events after a position, in order.
    List<Row> after(Transaction transaction, long position, int limit) {
        return transaction
                .sql()
                .select(POSITION, AT, ACTOR, TYPE, WHAT)
                .from(EVENT)
                .where(POSITION.gt(position))
                .orderBy(POSITION)
                .limit(limit)
                .fetch(row -> new Row(
                        row.value1(),
                        Instant.EPOCH.plus(row.value2(), ChronoUnit.MICROS),
                        row.value3(),
                        row.value4(),
                        row.value5()));
    }

    /// A listener that is not known yet has heard all there has been so far.
    void register(Transaction transaction, String listener) {
        transaction
                .sql()
                .insertInto(CURSOR, LISTENER, POSITION, CLAIMED_UNTIL)
                .values(listener, last(transaction), 0L)
                .onConflictDoNothing()
                .execute();
    }

    /// What a listener has heard; nobody else moves it before the transaction ends.
    long lock(Transaction transaction, String listener) {
        var row = transaction.sql().select(POSITION).from(CURSOR).where(LISTENER.eq(listener));
        return RowLocks.exclude(transaction, row).fetchSingle(found -> found.get(POSITION));
    }

    long position(Transaction transaction, String listener) {
        return transaction
                .sql()
                .select(POSITION)
                .from(CURSOR)
                .where(LISTENER.eq(listener))
                .fetchSingle(row -> row.get(POSITION));
    }

    void advance(Transaction transaction, String listener, long position) {
        transaction
                .sql()
                .update(CURSOR)
                .set(POSITION, position)
                .where(LISTENER.eq(listener))
                .execute();
    }

    /// What a listener has heard, if nobody has claimed it now; claimed until `until` then.
    Optional<Long> claim(Transaction transaction, String listener, Instant now, Instant until) {
        int claimed = transaction
                .sql()
                .update(CURSOR)
                .set(CLAIMED_UNTIL, micros(until))
                .where(LISTENER.eq(listener), CLAIMED_UNTIL.le(micros(now)))
                .execute();
        return claimed == 0 ? Optional.empty() : Optional.of(position(transaction, listener));
    }

    /// Ends the claim that was made until `until`, having heard up to `position`; nothing if it
    /// has been taken over.
    void release(Transaction transaction, String listener, Instant until, long position) {
        transaction
                .sql()
                .update(CURSOR)
                .set(POSITION, position)
                .set(CLAIMED_UNTIL, 0L)
                .where(LISTENER.eq(listener), CLAIMED_UNTIL.eq(micros(until)))
                .execute();
    }

    /// Whether every listener has heard the first event, or it happened before `oldest`.
    boolean isDeletable(Transaction transaction, Instant oldest) {
        return transaction.sql().fetchExists(EVENT, POSITION.le(heardByAll()))
                || transaction.sql().fetchExists(EVENT, AT.lt(micros(oldest)));
    }

    /// Removes what every listener has heard.
    void deleteHeard(Transaction transaction) {
        transaction.sql().deleteFrom(EVENT).where(POSITION.le(heardByAll())).execute();
    }

    private static Field<Long> heardByAll() {
        return field(select(min(CURSOR_POSITION)).from(CURSOR));
    }

    /// Removes what happened before `time`, heard or not; how many events.
    int deleteBefore(Transaction transaction, Instant time) {
        return transaction.sql().deleteFrom(EVENT).where(AT.lt(micros(time))).execute();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
