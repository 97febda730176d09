package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.platform.waiting.Waits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// What every [Database] does.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class DatabaseContract {
    private TestDatabases databases;
    private Database database;
    private Numbers numbers;

    abstract TestDatabases open();

    @BeforeEach
    final void prepare() {
        databases = open();
        database = databases.database();
        awaitCaches(database);
        numbers = new Numbers(database);
        numbers.createTable();
    }

    @AfterEach
    final void close() {
        databases.close();
    }

    @Test
    void what_a_write_committed_is_read() {
        numbers.set("a", 7);

        assertThat(numbers.find("a")).contains(7L);
    }

    @Test
    void whoever_reads_again_comes_after_those_who_wait() throws Exception {
        var settings = databases.settings();
        var one = new DatabaseSettings(
                settings.directory(),
                settings.url(),
                settings.user(),
                settings.password(),
                1,
                1,
                settings.waitMax());
        try (var second = Databases.open(one)) {
            for (int round = 0; round < 20; round++) {
                var order = new LinkedBlockingQueue<String>();
                var waiter = Thread.ofPlatform()
                        .unstarted(() -> second.query(_ -> order.add("who waited")));
                second.query(_ -> {
                    waiter.start();
                    while (waiter.getState() != Thread.State.TIMED_WAITING) {
                        Thread.onSpinWait();
                    }
                    return order;
                });
                second.query(_ -> order.add("who reads again"));
                waiter.join();

                assertThat(order).containsExactly("who waited", "who reads again");
            }
        }
    }

    @Test
    void a_failed_work_leaves_nothing_behind_and_its_error_comes_through() {
        assertThatThrownBy(() -> database.write(transaction -> {
                    numbers.set(transaction, "a", 1);
                    throw new IllegalArgumentException("mine");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mine");

        assertThat(numbers.find("a")).isEmpty();
        numbers.set("b", 2);
        assertThat(numbers.find("b")).contains(2L);
    }

    @Test
    void a_broken_rule_of_the_schema_is_not_taken_for_a_dead_database() {
        numbers.set("a", 1);

        assertThatThrownBy(() -> database.write(transaction -> transaction
                        .sql()
                        .execute("insert into number(name, value) values ('a', 2)")))
                .isInstanceOf(org.jooq.exception.DataAccessException.class)
                .isNotInstanceOf(DatabaseUnavailableException.class);
        assertThat(numbers.find("a")).contains(1L);
    }

    @Test
    void a_read_changes_nothing() {
        assertThatThrownBy(() -> database.read(transaction -> transaction
                        .sql()
                        .execute("insert into number(name, value) values ('a', 2)")))
                .isInstanceOf(RuntimeException.class);
        assertThat(numbers.find("a")).isEmpty();
    }

    @Test
    void a_query_reads_what_was_committed_and_changes_nothing() {
        numbers.set("a", 1);

        Optional<Long> found = database.query(transaction -> numbers.find(transaction, "a"));

        assertThat(found).contains(1L);
        assertThatThrownBy(() -> database.query(transaction -> transaction
                        .sql()
                        .execute("insert into number(name, value) values ('b', 2)")))
                .isInstanceOf(RuntimeException.class);
        assertThat(numbers.find("b")).isEmpty();
    }

    @Test
    void a_query_is_one_statement_and_the_connection_is_sound_after_a_second() {
        numbers.set("a", 1);

        assertThatThrownBy(() -> database.query(transaction -> {
                    var _ = numbers.find(transaction, "a");
                    return numbers.find(transaction, "a");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("read()");

        assertThat(numbers.find("a")).contains(1L);
        Optional<Long> found = database.query(transaction -> numbers.find(transaction, "a"));
        assertThat(found).contains(1L);
    }

    @Test
    void a_read_sees_one_snapshot() throws Exception {
        numbers.set("a", 1);

        var pair = database.read(transaction -> {
            long first = numbers.find(transaction, "a").orElseThrow();
            inAnotherThread(() -> numbers.set("a", 2));
            return List.of(first, numbers.find(transaction, "a").orElseThrow());
        });

        assertThat(pair).containsExactly(1L, 1L);
        assertThat(numbers.find("a")).contains(2L);
    }

    @Test
    void a_write_inside_a_write_is_refused() {
        assertThatThrownBy(() -> database.write(_ -> {
                    numbers.set("a", 1);
                    return 0;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("do not nest");
        assertThat(numbers.find("a")).isEmpty();
    }

    @Test
    void a_relaxed_write_is_read_as_well() {
        database.writeRelaxed(transaction -> numbers.set(transaction, "a", 3));

        assertThat(numbers.find("a")).contains(3L);
    }

    @Test
    void increments_of_many_threads_add_up() throws Exception {
        int threads = 50;
        numbers.set("a", 0);

        inParallel(
                threads,
                _ -> database.write(transaction -> transaction
                        .sql()
                        .execute("update number set value = value + 1 where name = 'a'")));

        assertThat(numbers.find("a")).contains((long) threads);
    }

    @Test
    void a_cache_loads_once_and_forgets_what_a_write_announces() {
        ExactCache<Long> cache = database.cache("number", 100);
        var loads = new AtomicInteger();
        Function<String, Optional<Long>> load = key -> {
            loads.incrementAndGet();
            return numbers.find(key);
        };
        numbers.set("a", 1);

        assertThat(cache.find("a", load)).contains(1L);
        assertThat(cache.find("a", load)).contains(1L);
        assertThat(loads).hasValue(1);

        numbers.set("a", 2);

        assertThat(cache.find("a", load)).contains(2L);
        assertThat(loads).hasValue(2);
        assertThat(cache.statistics()).isEqualTo(new ExactCache.Statistics(1, 2, 1));
    }

    @Test
    void who_may_not_wait_gets_what_a_cache_has_and_nothing_else() {
        ExactCache<Long> cache = database.cache("number", 100);
        numbers.set("a", 1);

        assertThat(Waits.without(() -> cache.find("a", numbers::find))).isEmpty();
        assertThat(cache.find("a", numbers::find)).contains(1L);
        assertThat(Waits.without(() -> cache.find("a", numbers::find))).contains(Optional.of(1L));
        assertThat(Waits.without(() -> numbers.find("a"))).isEmpty();
        assertThat(Waits.without(() -> database.write(_ -> 1))).isEmpty();
        assertThat(Waits.without(() -> database.writeRelaxed(_ -> 1))).isEmpty();
    }

    @Test
    void who_reads_within_a_read_is_told_in_tests() {
        ExactCache<Long> cache = database.cache("number", 100);

        assertThatThrownBy(() -> database.read(_ -> numbers.find("a")))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> database.read(_ -> cache.find("a", _ -> Optional.of(1L))))
                .isInstanceOf(AssertionError.class);
        Optional<Long> found = database.read(transaction -> numbers.find(transaction, "a"));
        assertThat(found).isEmpty();
    }

    @Test
    void a_cache_does_not_keep_what_is_absent() {
        ExactCache<Long> cache = database.cache("number", 100);
        assertThat(cache.find("a", numbers::find)).isEmpty();

        database.write(transaction ->
                transaction.sql().execute("insert into number(name, value) values ('a', 5)"));

        assertThat(cache.find("a", numbers::find)).contains(5L);
    }

    @Test
    void a_write_that_fails_leaves_the_cache_alone() {
        ExactCache<Long> cache = database.cache("number", 100);
        numbers.set("a", 1);
        cache.find("a", numbers::find);

        assertThatThrownBy(() -> database.write(transaction -> {
                    numbers.set(transaction, "a", 2);
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(cache.find("a", _ -> Optional.of(-1L))).contains(1L);
    }

    @Test
    void the_empty_key_and_too_many_keys_mean_everything_under_the_topic() {
        ExactCache<Long> cache = database.cache("number", 1_000);
        ExactCache<Long> other = database.cache("other", 1_000);
        cache.find("a", _ -> Optional.of(1L));
        other.find("a", _ -> Optional.of(1L));

        database.write(transaction -> {
            for (int i = 0; i <= Changes.KEYS_MAX; i++) {
                transaction.changed("number", "key-" + i);
            }
            return 0;
        });

        assertThat(cache.find("a", _ -> Optional.of(2L))).contains(2L);
        assertThat(other.find("a", _ -> Optional.of(2L))).contains(1L);
    }

    @Test
    void a_cache_bounded_by_bytes_stays_within_them() {
        ExactCache<Long> cache = database.cache("number", 10_000, _ -> 1_000);

        for (int i = 0; i < 1_000; i++) {
            cache.find("key-" + i, _ -> Optional.of(1L));
        }

        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(cache.statistics().entries()).isLessThanOrEqualTo(10));
    }

    @Test
    void no_reader_sees_an_older_value_than_the_last_finished_write() throws Exception {
        ExactCache<Long> cache = database.cache("number", 100);
        numbers.set("a", 0);
        var finished = new AtomicLong();
        var done = new AtomicBoolean();

        try (var threads = Executors.newFixedThreadPool(3)) {
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(threads.submit(() -> {
                    long reads = 0;
                    while (!done.get()) {
                        long atLeast = finished.get();
                        long seen = cache.find("a", numbers::find).orElseThrow();
                        assertThat(seen).isGreaterThanOrEqualTo(atLeast);
                        reads++;
                        breathe();
                    }
                    return reads;
                }));
            }
            for (long value = 1; value <= 300; value++) {
                numbers.set("a", value);
                finished.set(value);
            }
            done.set(true);
            for (var reader : readers) {
                assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
            }
        }
    }

    @Test
    void a_load_that_overlaps_a_write_is_not_kept() throws Exception {
        ExactCache<Long> cache = database.cache("number", 100);
        numbers.set("a", 1);
        var loaded = new CountDownLatch(1);
        var written = new CountDownLatch(1);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = threads.submit(() -> cache.find("a", key -> {
                var value = numbers.find(key);
                loaded.countDown();
                await(written);
                return value;
            }));
            await(loaded);
            numbers.set("a", 2);
            assertThat(cache.find("a", numbers::find)).contains(2L);
            written.countDown();
            assertThat(slow.get(10, TimeUnit.SECONDS)).contains(1L);
        }

        assertThat(cache.find("a", numbers::find)).contains(2L);
    }

    @Test
    void those_who_ask_for_a_key_under_load_share_the_load() throws Exception {
        ExactCache<Long> cache = database.cache("number", 100);
        var loads = new AtomicInteger();
        var gate = new CountDownLatch(1);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Long>>> asked = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                asked.add(threads.submit(() -> cache.find("a", _ -> {
                    loads.incrementAndGet();
                    await(gate);
                    return Optional.of(9L);
                })));
            }
            org.awaitility.Awaitility.await()
                    .until(() -> cache.statistics().misses() == asked.size());
            gate.countDown();
            for (var answer : asked) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).contains(9L);
            }
        }

        assertThat(loads).hasValue(1);
    }

    @Test
    void a_listener_hears_what_changed() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        database.onChange("number", heard::add);

        numbers.set("a", 1);
        numbers.set("b", 2);

        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("b");
    }

    @Test
    void the_data_source_of_the_job_queue_commits_and_rolls_back_as_jdbc_does() throws Exception {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("insert into number(name, value) values ('a', 1)");
        }
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("insert into number(name, value) values ('b', 1)");
            connection.commit();
            statement.executeUpdate("insert into number(name, value) values ('c', 1)");
        }

        assertThat(numbers.find("a")).contains(1L);
        assertThat(numbers.find("b")).contains(1L);
        assertThat(numbers.find("c")).isEmpty();
        numbers.set("d", 1);
        assertThat(numbers.find("d")).contains(1L);
    }

    @Test
    void a_database_that_is_there_answers() {
        assertThat(database.answers(java.time.Duration.ofSeconds(5))).isTrue();
    }

    /// Readers that find all they want in a cache would leave the writer no processor.
    static void breathe() {
        LockSupport.parkNanos(50_000);
    }

    /// A database on PostgreSQL may use its caches a moment after it was opened.
    static void awaitCaches(Database database) {
        ExactCache<Long> probe = database.cache("probe", 1);
        org.awaitility.Awaitility.await()
                .pollDelay(java.time.Duration.ZERO)
                .pollInterval(java.time.Duration.ofMillis(5))
                .until(() -> {
                    probe.find("a", _ -> Optional.of(1L));
                    return probe.statistics().hits() > 0;
                });
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    static void inAnotherThread(Runnable work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(work).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException
                | ExecutionException
                | java.util.concurrent.TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void inParallel(int count, java.util.function.IntConsumer work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(threads.submit(() -> work.accept(number)));
            }
            for (var one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
    }
}
