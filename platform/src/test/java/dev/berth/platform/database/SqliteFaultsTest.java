package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What only SQLite does: flushes shared by many, another process on the file, full disks.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SqliteFaultsTest {
    @TempDir
    Path directory;

    /// What a flush does; tests exchange it.
    private volatile Step step = WalBarrier.Flush::run;

    private SqliteDatabase database;
    private Numbers numbers;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(
                DatabaseSettings.sqlite(directory), DatabaseMetrics.none(), this::exchangeable);
        numbers = new Numbers(database);
        numbers.createTable();
    }

    private WalBarrier.Flush exchangeable(Path file) throws IOException {
        var real = WalBarrier.flushOf(file);
        return new WalBarrier.Flush() {
            @Override
            public void run() throws IOException {
                step.run(real);
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void many_writers_share_a_flush_and_relaxed_writes_need_none() throws Exception {
        step = flush -> {
            pause(Duration.ofMillis(5));
            flush.run();
        };
        long before = database.flushes();

        DatabaseContract.inParallel(200, i -> numbers.set("n" + i, i));
        long durable = database.flushes() - before;
        DatabaseContract.inParallel(
                200,
                i -> database.writeRelaxed(transaction -> numbers.set(transaction, "r" + i, i)));

        assertThat(durable).isBetween(1L, 100L);
        assertThat(database.flushes() - before).isEqualTo(durable);
    }

    @Test
    void what_was_acknowledged_is_in_the_files_as_the_last_flush_left_them() throws Exception {
        var image = directory.resolve("after-power-loss");
        Files.createDirectories(image);
        step = _ -> copy(file(), image);

        for (long value = 1; value <= 50; value++) {
            numbers.set("a", value);
            assertThat(valueInImage(image)).isEqualTo(value);
            database.writeRelaxed(transaction -> numbers.set(transaction, "a", -1));
        }
    }

    /// A disk that keeps what was flushed and nothing else. The log stays too short for a
    /// checkpoint, so the two copies belong together.
    private static void copy(Path file, Path image) throws IOException {
        for (var name : new String[] {"berth.db", "berth.db-wal"}) {
            Files.copy(
                    file.resolveSibling(name),
                    image.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static long valueInImage(Path image) throws IOException, SQLException {
        var revived = Files.createTempDirectory(image, "revived");
        copy(image.resolve("berth.db"), revived);
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + revived.resolve("berth.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select value from number where name = 'a'")) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    @Test
    void who_waits_for_durability_finds_what_he_saw_on_the_disk() throws Exception {
        var image = Files.createDirectories(directory.resolve("after-power-loss"));
        step = _ -> copy(file(), image);
        database.writeRelaxed(transaction -> numbers.set(transaction, "a", 7));
        assertThat(numbers.find("a")).contains(7L);

        database.awaitDurable();

        assertThat(valueInImage(image)).isEqualTo(7);
    }

    @Test
    void SEC_45_a_folder_made_for_the_database_is_closed_to_strangers() throws Exception {
        var made = directory.resolve("new").resolve("folder");

        Databases.open(DatabaseSettings.sqlite(made)).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .startsWith("rwx")
                .endsWith("---");
    }

    @Test
    void SEC_45_the_files_of_a_database_in_an_open_folder_are_closed_to_strangers()
            throws Exception {
        var open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (var made = Databases.open(DatabaseSettings.sqlite(open))) {
            made.writeRelaxed(transaction -> transaction.sql().execute("create table t(x)"));
            try (var files = Files.list(open)) {
                assertThat(files.filter(file -> file.toString().contains(".db"))
                                .filter(file -> !file.toString().endsWith("lock"))
                                .map(SqliteFaultsTest::mode))
                        .hasSizeGreaterThanOrEqualTo(3)
                        .containsOnly("rw-r-----");
            }
        }
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_file_has_one_server_at_a_time_and_commands_beside_it() throws Exception {
        var settings = DatabaseSettings.sqlite(directory);
        try (var _ = Databases.reserve(settings)) {
            assertThatThrownBy(() -> Databases.reserve(settings))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another server works on " + file());

            Databases.open(settings).close();
        }
        Databases.reserve(settings).close();

        assertThat(mode(directory.resolve("berth.db.server-lock"))).isEqualTo("rw-r-----");
    }

    @Test
    void a_connection_that_cannot_end_its_read_is_replaced() throws Exception {
        try (var readers = new SqliteReaders(file(), 1, _ -> {})) {
            var broken = readers.acquire(Duration.ofSeconds(1));
            broken.beginRead();
            broken.close();

            readers.release(broken);

            var next = readers.acquire(Duration.ofSeconds(1));
            assertThat(next.numbers("select 7")[0]).isEqualTo(7);
            readers.release(next);
        }
    }

    @Test
    void after_a_failed_flush_writes_are_refused_reads_go_on_and_readiness_fails() {
        numbers.set("a", 1);
        step = _ -> {
            throw new IOException("input/output error");
        };

        assertThatThrownBy(() -> numbers.set("a", 2))
                .isInstanceOf(DatabaseUnavailableException.class);
        step = WalBarrier.Flush::run;
        assertThatThrownBy(() -> numbers.set("a", 3))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("restart");
        assertThatThrownBy(() ->
                        database.writeRelaxed(transaction -> numbers.set(transaction, "a", 4)))
                .isInstanceOf(DatabaseUnavailableException.class);

        assertThat(numbers.find("a"))
                .hasValueSatisfying(value -> assertThat(value).isIn(1L, 2L));
        assertThat(database.answers(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void what_another_process_wrote_is_seen_within_a_second() throws Exception {
        ExactCache<Long> cache = database.cache("number", 100);
        var heard = new LinkedBlockingQueue<String>();
        database.onChange("number", heard::add);
        numbers.set("a", 1);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("a");
        assertThat(cache.find("a", numbers::find)).contains(1L);

        try (var other = connect()) {
            execute(other, "update number set value = 2 where name = 'a'");
        }

        await().atMost(Duration.ofSeconds(1))
                .until(() -> cache.find("a", numbers::find).equals(Optional.of(2L)));
        assertThat(heard.poll(1, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void our_own_writes_do_not_empty_the_caches() throws Exception {
        ExactCache<Long> cache = database.cache("other", 100);
        cache.find("a", _ -> Optional.of(1L));

        for (int i = 0; i < 50; i++) {
            numbers.set("a", i);
            Thread.sleep(SqliteUpkeep.PERIOD.dividedBy(25));
        }

        assertThat(cache.find("a", _ -> Optional.of(2L))).contains(1L);
    }

    @Test
    void a_writer_in_another_process_delays_ours_but_no_other_virtual_thread() throws Exception {
        var longestGap = new AtomicLong();
        var done = new AtomicBoolean();
        var ticker = Thread.ofVirtual().start(() -> {
            long last = System.nanoTime();
            while (!done.get()) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                long now = System.nanoTime();
                longestGap.accumulateAndGet(now - last, Math::max);
                last = now;
            }
        });

        try (var other = connect()) {
            execute(other, "begin immediate");
            var release = Thread.ofPlatform().start(() -> {
                pause(Duration.ofSeconds(2));
                execute(other, "commit");
            });
            DatabaseContract.inParallel(8, i -> numbers.set("n" + i, i));
            release.join();
        }
        done.set(true);
        ticker.join();

        assertThat(numbers.find("n7")).contains(7L);
        assertThat(Duration.ofNanos(longestGap.get())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_writer_that_never_ends_makes_others_unavailable_in_time() {
        var settings = DatabaseSettings.sqlite(directory);
        var impatient = new DatabaseSettings(
                settings.directory(),
                settings.url(),
                settings.user(),
                settings.password(),
                1,
                1,
                Duration.ofMillis(200));
        try (var second = Databases.open(impatient)) {
            database.write(_ -> {
                DatabaseContract.inAnotherThread(
                        () -> assertThatThrownBy(() -> new Numbers(second).set("a", 1))
                                .isInstanceOf(DatabaseUnavailableException.class));
                return 0;
            });
            new Numbers(second).set("a", 1);
        }
        assertThat(numbers.find("a")).contains(1L);
    }

    @Test
    void a_full_disk_refuses_writes_and_heals_without_a_restart() throws Exception {
        numbers.set("a", 1);
        var sql = "insert into number(name, value) values (?, 1)";
        pragma("pragma max_page_count = 20");

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        var name = "x".repeat(90) + i;
                        database.writeRelaxed(transaction -> transaction.sql().execute(sql, name));
                    }
                })
                .isInstanceOf(DatabaseFullException.class)
                .hasMessageContaining("full");
        assertThat(numbers.find("a")).contains(1L);

        pragma("pragma max_page_count = 1000000");
        numbers.set("a", 2);
        assertThat(numbers.find("a")).contains(2L);
    }

    private void pragma(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection()) {
            execute(connection, sql);
        }
    }

    @Test
    void a_database_that_turns_read_only_refuses_writes_and_heals_without_a_restart()
            throws Exception {
        numbers.set("a", 1);
        pragma("pragma query_only = on");

        assertThatThrownBy(() -> numbers.set("a", 2))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(numbers.find("a")).contains(1L);

        pragma("pragma query_only = off");
        numbers.set("a", 3);
        assertThat(numbers.find("a")).contains(3L);
    }

    @Test
    void the_log_is_checkpointed_beside_the_writers() throws Exception {
        var text = "y".repeat(90);
        database.write(transaction -> {
            for (int i = 0; i < 60_000; i++) {
                transaction
                        .sql()
                        .execute("insert into number(name, value) values (?, 1)", text + i);
            }
            return 0;
        });

        try (var other = SqliteSession.open(file(), SqliteSession.Use.MAINTENANCE)) {
            await().untilAsserted(() -> {
                var state = other.numbers("pragma wal_checkpoint(noop)");
                assertThat(state[1] - state[2]).isLessThan(SqliteUpkeep.CHECKPOINT_PAGES);
            });
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused_with_its_name() throws Exception {
        var folder = Files.createDirectory(directory.resolve("other"));
        Files.writeString(folder.resolve("berth.db"), "this is not a database, but long enough");

        assertThatThrownBy(() -> Databases.open(DatabaseSettings.sqlite(folder)))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("berth.db");
    }

    private Path file() {
        return directory.resolve("berth.db");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    private static void execute(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run(WalBarrier.Flush real) throws IOException;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
