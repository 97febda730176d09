package dev.berth.jobs.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.jobs.testing.ManualJobs;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.database.Databases;
import dev.berth.platform.database.Transaction;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.platform.database.testing.WatchedDatabase;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// What delivery promises, on each database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class DeliverEventsContract {
    private static final EventType<Rung> RUNG = new EventType<>("rung", Rung.class);
    private static final Table<Record> HEARD = DSL.table(DSL.name("heard"));
    private static final Field<String> WHO = DSL.field(DSL.name("who"), String.class);
    private static final Field<Integer> BELL = DSL.field(DSL.name("bell"), Integer.class);

    final TestDatabases databases;
    final Database database;

    private final ManualJobs time =
            new ManualJobs(Instant.parse("2026-11-01T12:00:00Z"), List.of());
    private final Outbox outbox = new Outbox(time.clock());

    DeliverEventsContract(TestDatabases databases) {
        this.databases = databases;
        this.database = databases.database();
        database.write(transaction ->
                transaction.sql().createTable(HEARD).columns(WHO, BELL).execute());
    }

    @AfterEach
    void stop() {
        databases.close();
    }

    /// What happens in these tests.
    record Rung(int bell) {}

    /// Writes down what it hears, in the transaction that it is given.
    private static final class Scribe implements EventListener.Inside {
        private final String name;
        private final AtomicInteger failures;

        Scribe(String name, int failures) {
            this.name = name;
            this.failures = new AtomicInteger(failures);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void hear(Transaction transaction, List<Event> events) {
            for (var event : events) {
                var rung = (Rung) event.what();
                transaction
                        .sql()
                        .insertInto(HEARD, WHO, BELL)
                        .values(name, rung.bell())
                        .execute();
            }
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the scribe's pen broke after it wrote");
            }
        }
    }

    /// Tells another system, which may be away.
    private static final class Herald implements EventListener.Outside {
        private final List<Integer> told = new ArrayList<>();
        private int failures;

        @Override
        public String name() {
            return "herald";
        }

        @Override
        public void hear(List<Event> events) throws IOException {
            events.forEach(event -> told.add(((Rung) event.what()).bell()));
            if (failures-- > 0) {
                throw new IOException("nobody listens");
            }
        }
    }

    @Test
    void every_listener_hears_everything_once_and_in_order() throws Exception {
        var deliver = delivery(new Scribe("one", 0), new Scribe("two", 0));
        deliver.start();
        ring(1, 500);

        deliver.deliver();
        deliver.deliver();

        assertThat(heard("one")).isEqualTo(numbers(1, 500));
        assertThat(heard("two")).isEqualTo(numbers(1, 500));
    }

    @Test
    void what_was_rolled_back_did_not_happen() throws Exception {
        var deliver = delivery(new Scribe("one", 0));
        deliver.start();
        try {
            database.write(transaction -> {
                outbox.append(transaction, "anna", RUNG, new Rung(1));
                throw new IllegalStateException("changed its mind");
            });
        } catch (IllegalStateException _) {
            ring(2, 2);
        }

        deliver.deliver();

        assertThat(heard("one")).containsExactly(2);
    }

    @Test
    void a_listener_that_fails_after_it_wrote_counts_once() throws Exception {
        var deliver = delivery(new Scribe("frail", 2), new Scribe("well", 0));
        deliver.start();
        ring(1, 3);

        for (int i = 0; i < 3; i++) {
            deliver.deliver();
            time.advance(Duration.ofMinutes(1));
        }

        assertThat(heard("frail")).isEqualTo(numbers(1, 3));
        assertThat(heard("well")).isEqualTo(numbers(1, 3));
    }

    @Test
    void processes_that_deliver_at_once_count_each_event_once() throws Exception {
        try (var other = otherProcess();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var here = delivery(new Scribe("one", 0));
            var there = new DeliverEvents(
                    other, List.of(RUNG), List.of(new Scribe("one", 0)), List.of(), time.clock());
            here.start();
            there.start();
            var running = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 4; i++) {
                int first = 1 + i * 50;
                running.add(threads.submit((Callable<Boolean>) () -> ring(first, first + 49)));
                var deliver = i % 2 == 0 ? here : there;
                running.add(threads.submit((Callable<Boolean>) () -> {
                    for (int pass = 0; pass < 20; pass++) {
                        deliver.deliver();
                    }
                    return true;
                }));
            }
            for (var each : running) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isTrue();
            }
            here.deliver();

            assertThat(heard("one")).containsExactlyInAnyOrderElementsOf(numbers(1, 200));
        }
    }

    @Test
    void what_commits_late_is_heard_all_the_same() throws Exception {
        var deliver = delivery(new Scribe("one", 0));
        deliver.start();
        var appended = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var late = threads.submit((Callable<Boolean>) () -> database.write(transaction -> {
                outbox.append(transaction, "anna", RUNG, new Rung(1));
                appended.countDown();
                return await(mayCommit);
            }));
            assertThat(appended.await(10, TimeUnit.SECONDS)).isTrue();
            if (manyWriters()) {
                ring(2, 2);
                deliver.deliver();
                assertThat(heard("one")).containsExactly(2);
            }
            mayCommit.countDown();
            assertThat(late.get(10, TimeUnit.SECONDS)).isTrue();
        }
        deliver.deliver();

        assertThat(heard("one")).contains(1).doesNotHaveDuplicates();
    }

    @Test
    void who_shows_what_a_listener_writes_catches_up_first() throws Exception {
        var counted = new AtomicInteger(7);
        var deliver = new DeliverEvents(
                database,
                List.of(RUNG),
                List.of(new Scribe("one", 0)),
                List.of(() -> ring(counted.get(), counted.get())),
                time.clock());
        deliver.start();
        ring(1, 300);

        deliver.catchUp();

        assertThat(heard("one")).hasSize(301).contains(7, 300);
    }

    /// A disk that fails is not told as full: SQLite's I/O error, a PostgreSQL that only reads.
    @Test
    void who_shows_what_a_listener_writes_goes_on_while_nothing_can_be_written() throws Exception {
        var broken = new AtomicBoolean();
        var faulty = WatchedDatabase.of(database, method -> {
            if (broken.get() && method.startsWith("write")) {
                throw new DatabaseUnavailableException("cannot be written to", null);
            }
        });
        var deliver = new DeliverEvents(
                faulty, List.of(RUNG), List.of(new Scribe("one", 0)), List.of(), time.clock());
        deliver.start();
        ring(1, 3);
        broken.set(true);

        deliver.catchUp();
        assertThat(heard("one")).isEmpty();

        broken.set(false);
        time.advance(Duration.ofMinutes(2));
        deliver.catchUp();
        assertThat(heard("one")).isEqualTo(numbers(1, 3));
    }

    @Test
    void another_system_that_was_away_hears_again_what_it_may_have_heard() throws Exception {
        var herald = new Herald();
        herald.failures = 1;
        var deliver = delivery(herald);
        deliver.start();
        ring(1, 2);

        deliver.deliver();
        deliver.deliver();
        assertThat(herald.told).containsExactly(1, 2);
        time.advance(Duration.ofSeconds(2));
        deliver.deliver();
        deliver.deliver();

        assertThat(herald.told).containsExactly(1, 2, 1, 2);
    }

    @Test
    void a_process_that_died_while_it_told_another_system_is_followed_by_the_next()
            throws Exception {
        var herald = new Herald();
        var deliver = delivery(herald);
        deliver.start();
        ring(1, 1);
        claimAndDie();

        deliver.deliver();
        assertThat(herald.told).isEmpty();
        time.advance(DeliverEvents.CLAIM);
        deliver.deliver();

        assertThat(herald.told).containsExactly(1);
    }

    @Test
    void what_all_have_heard_is_removed_and_what_one_has_not_is_kept_for_a_week() throws Exception {
        var deliver = delivery(new Scribe("stuck", Integer.MAX_VALUE), new Scribe("well", 0));
        deliver.start();
        ring(1, 3);
        deliver.deliver();
        assertThat(kept()).isEqualTo(3);

        time.advance(Duration.ofDays(6));
        deliver.deliver();
        assertThat(kept()).isEqualTo(3);
        time.advance(Duration.ofDays(2));
        deliver.deliver();
        assertThat(kept()).isZero();
        assertThat(heard("stuck")).isEmpty();

        var alone = delivery(new Scribe("stuck", 0), new Scribe("well", 0));
        ring(4, 5);
        alone.deliver();
        assertThat(heard("stuck")).containsExactly(4, 5);
        assertThat(kept()).isZero();
    }

    @Test
    void a_new_listener_does_not_hear_the_past() throws Exception {
        var first = delivery(new Scribe("one", 0));
        first.start();
        ring(1, 1);
        first.deliver();

        var both = delivery(new Scribe("one", 0), new Scribe("new", 0));
        both.start();
        ring(2, 2);
        both.deliver();

        assertThat(heard("new")).containsExactly(2);
    }

    @Test
    void an_event_of_a_newer_program_is_left_to_it() throws Exception {
        var old = delivery(new Scribe("one", 0));
        old.start();
        ring(1, 1);
        database.write(transaction -> {
            outbox.append(transaction, "", new EventType<>("tolled", Rung.class), new Rung(2));
            return true;
        });
        ring(3, 3);

        old.deliver();
        assertThat(heard("one")).containsExactly(1);
        var types = List.<EventType<?>>of(RUNG, new EventType<>("tolled", Rung.class));
        new DeliverEvents(database, types, List.of(new Scribe("one", 0)), List.of(), time.clock())
                .deliver();

        assertThat(heard("one")).containsExactly(1, 2, 3);
    }

    /// Whether two transactions can write at the same time.
    abstract boolean manyWriters();

    private Database otherProcess() {
        return Databases.open(databases.settings());
    }

    private DeliverEvents delivery(EventListener... listeners) {
        return new DeliverEvents(
                database, List.of(RUNG), List.of(listeners), List.of(), time.clock());
    }

    private boolean ring(int first, int last) {
        for (int i = first; i <= last; i++) {
            int bell = i;
            database.writeRelaxed(transaction -> {
                outbox.append(transaction, "anna", RUNG, new Rung(bell));
                return true;
            });
        }
        return true;
    }

    /// As a process that is killed after its claim.
    private void claimAndDie() {
        var table = new EventTable();
        var now = time.clock().instant();
        database.write(transaction ->
                table.claim(transaction, "herald", now, now.plus(DeliverEvents.CLAIM)));
    }

    private List<Integer> heard(String who) {
        return database.read(transaction ->
                transaction.sql().select(BELL).from(HEARD).where(WHO.eq(who)).fetch(BELL));
    }

    private int kept() {
        return database.read(
                transaction -> transaction.sql().fetchCount(DSL.table(DSL.name("event"))));
    }

    private static List<Integer> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while it waited to commit", e);
        }
    }
}
