package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Two processes on one PostgreSQL: what one writes, the other never answers wrongly.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SharedPostgresIT {
    private TestDatabases databases;
    private Database here;
    private Database there;
    private Numbers numbersHere;
    private Numbers numbersThere;
    private ExactCache<Long> cacheThere;

    @BeforeEach
    void open() {
        databases = TestDatabases.postgres();
        here = databases.database();
        there = Databases.open(databases.settings());
        numbersHere = new Numbers(here);
        numbersThere = new Numbers(there);
        cacheThere = there.cache("number", 1_000);
        numbersHere.createTable();
        DatabaseContract.awaitCaches(here);
        DatabaseContract.awaitCaches(there);
    }

    @AfterEach
    void close() {
        there.close();
        databases.close();
    }

    @Test
    void a_write_is_seen_by_the_cache_of_the_other_process_when_it_has_returned() {
        for (long value = 0; value < 200; value++) {
            numbersHere.set("a", value);
            assertThat(cacheThere.find("a", numbersThere::find)).contains(value);
            assertThat(cacheThere.find("a", numbersThere::find)).contains(value);
        }

        assertThat(cacheThere.statistics().hits()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void a_write_that_others_hear_at_once_does_not_wait_for_a_lease() {
        numbersHere.set("a", 0);

        long begun = System.nanoTime();
        for (long value = 0; value < 20; value++) {
            numbersHere.set("a", value);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isLessThan(ChangeFeed.LEASE.multipliedBy(5));
    }

    @Test
    void readers_there_never_see_less_than_writers_here_have_finished() throws Exception {
        numbersHere.set("a", 0);
        var readers = new Readers();

        for (long value = 1; value <= 200; value++) {
            numbersHere.set("a", value);
            readers.finished.set(value);
        }

        readers.stop();
    }

    @Test
    void a_cut_feed_means_no_cache_and_heals_by_itself() throws Exception {
        numbersHere.set("a", 0);
        var readers = new Readers();
        for (long value = 1; value <= 20; value++) {
            numbersHere.set("a", value);
            readers.finished.set(value);
            if (value % 5 == 0) {
                cutFeeds();
            }
        }
        readers.stop();

        DatabaseContract.awaitCaches(there);
        DatabaseContract.awaitCaches(here);
    }

    @Test
    void a_process_without_its_feed_reads_from_the_database() throws Exception {
        numbersHere.set("a", 1);
        cacheThere.find("a", numbersThere::find);
        numbersThere.find("a");
        administer("alter database " + name() + " allow_connections false");
        cutFeeds();
        await().atMost(ChangeFeed.LEASE.multipliedBy(2))
                .until(() -> cacheThere.find("a", _ -> Optional.of(99L)).equals(Optional.of(99L)));

        numbersHere.set("a", 2);
        assertThat(cacheThere.find("a", numbersThere::find)).contains(2L);
        long hits = cacheThere.statistics().hits();
        cacheThere.find("a", numbersThere::find);
        assertThat(cacheThere.statistics().hits()).isEqualTo(hits);

        administer("alter database " + name() + " allow_connections true");
        await().until(() -> {
            cacheThere.find("a", numbersThere::find);
            return cacheThere.statistics().hits() > hits;
        });
    }

    @Test
    void a_dead_process_delays_a_write_by_its_lease_and_then_no_more() throws Exception {
        numbersHere.set("a", 0);
        execute(
                "insert into process (id, seen_at) values ('ffffffffffffffffffffffffffffffff', clock_timestamp())");

        var first = timeToWrite(1);
        await().until(() -> timeToWrite(2).compareTo(ChangeFeed.LEASE.dividedBy(2)) < 0);

        assertThat(first)
                .isBetween(ChangeFeed.LEASE.minusMillis(50), ChangeFeed.LEASE.plusSeconds(1));
        assertThat(cacheThere.find("a", numbersThere::find)).contains(2L);
    }

    @Test
    void a_process_alone_notifies_nobody() throws Exception {
        there.close();
        try (var listener = connect();
                var statement = listener.createStatement()) {
            statement.execute("listen berth_changes");

            for (long value = 0; value < 20; value++) {
                numbersHere.set("a", value);
            }

            var heard = listener.unwrap(PGConnection.class).getNotifications(500);
            assertThat(heard).isNullOrEmpty();
        }
    }

    @Test
    void a_process_that_joins_while_a_write_is_under_way_does_not_keep_what_it_replaces()
            throws Exception {
        there.close();
        numbersHere.set("a", 1);
        await().until(() -> rows("select 1 from process") == 1);
        var announced = new CountDownLatch(1);
        var joined = new CountDownLatch(1);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Holds the lock that the end of the first write, by then alone, waits for.
            var write = threads.submit(() -> here.write(transaction -> {
                numbersHere.set(transaction, "a", 2);
                announced.countDown();
                DatabaseContract.await(joined);
                return 0;
            }));
            DatabaseContract.await(announced);
            there = Databases.open(databases.settings());
            ExactCache<Long> cache = there.cache("number", 10);
            var numbers = new Numbers(there);
            for (int i = 0; i < 50; i++) {
                assertThat(cache.find("a", numbers::find)).contains(1L);
                Thread.sleep(10);
            }
            joined.countDown();
            write.get(10, TimeUnit.SECONDS);

            assertThat(cache.find("a", numbers::find)).contains(2L);
        }
    }

    @Test
    void listeners_of_the_other_process_hear_within_a_second() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        there.onChange("number", heard::add);

        numbersHere.set("team/app:v1", 1);

        assertThat(heard.poll(1, TimeUnit.SECONDS)).isEqualTo("team/app:v1");
    }

    @Test
    void a_change_too_large_for_a_notification_still_arrives() {
        ExactCache<Long> cache = there.cache("long", 1_000);
        var key = "€".repeat(3_000);
        cache.find(key, _ -> Optional.of(1L));
        assertThat(cache.find(key, _ -> Optional.of(2L))).contains(1L);

        here.write(transaction -> {
            transaction.changed("long", key);
            return 0;
        });

        assertThat(cache.find(key, _ -> Optional.of(2L))).contains(2L);
    }

    @Test
    void a_deadlock_is_tried_again() throws Exception {
        numbersHere.set("a", 0);
        numbersHere.set("b", 0);
        var bothHoldOne = new CountDownLatch(2);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var forwards = threads.submit(() -> bump("a", "b", bothHoldOne));
            var backwards = threads.submit(() -> bump("b", "a", bothHoldOne));
            forwards.get(30, TimeUnit.SECONDS);
            backwards.get(30, TimeUnit.SECONDS);
        }

        assertThat(numbersHere.find("a")).contains(2L);
        assertThat(numbersHere.find("b")).contains(2L);
    }

    private int bump(String first, String second, CountDownLatch bothHoldOne) {
        return here.write(transaction -> {
            var sql = "update number set value = value + 1 where name = ?";
            transaction.sql().execute(sql, first);
            bothHoldOne.countDown();
            DatabaseContract.await(bothHoldOne);
            return transaction.sql().execute(sql, second);
        });
    }

    private Duration timeToWrite(long value) {
        long begun = System.nanoTime();
        numbersHere.set("a", value);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void cutFeeds() throws SQLException {
        administer("select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                + name()
                + "' and application_name = 'berth feed'");
    }

    private String name() {
        var url = databases.settings().url();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private void administer(String sql) throws SQLException {
        var url = databases.settings().url();
        execute(url.substring(0, url.lastIndexOf('/')) + "/postgres", sql);
    }

    private void execute(String sql) throws SQLException {
        execute(databases.settings().url(), sql);
    }

    private static void execute(String url, String sql) throws SQLException {
        try (var connection = connect(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int rows(String sql) {
        return here.read(transaction -> transaction.sql().fetch(sql).size());
    }

    private java.sql.Connection connect() throws SQLException {
        return connect(databases.settings().url());
    }

    private static java.sql.Connection connect(String url) throws SQLException {
        var source = PostgresSource.of(url);
        return DriverManager.getConnection(source.jdbcUrl(), source.user(), source.password());
    }

    /// Threads that read through the cache of the other process and check what they see.
    private final class Readers {
        private static final int COUNT = 3;

        final AtomicLong finished = new AtomicLong();
        private final AtomicBoolean done = new AtomicBoolean();
        private final java.util.concurrent.ExecutorService threads =
                Executors.newFixedThreadPool(COUNT);
        private final List<Future<Long>> running = new ArrayList<>();

        Readers() {
            for (int i = 0; i < COUNT; i++) {
                running.add(threads.submit(this::read));
            }
        }

        private long read() {
            long reads = 0;
            while (!done.get()) {
                long atLeast = finished.get();
                long seen = cacheThere.find("a", numbersThere::find).orElseThrow();
                assertThat(seen).isGreaterThanOrEqualTo(atLeast);
                reads++;
                DatabaseContract.breathe();
            }
            return reads;
        }

        void stop() throws Exception {
            done.set(true);
            for (var one : running) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isPositive();
            }
            threads.close();
        }
    }
}
