package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// How schemas come up to date, on both databases.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class MigrationsContract {
    private static final List<String> FIRST = List.of("db/migration-test/common");
    private static final List<String> LATER =
            List.of("db/migration-test/common", "db/migration-test/later");

    abstract Migrations migrations(List<String> folders);

    abstract void execute(String sql) throws SQLException;

    @Test
    void a_fresh_database_gets_every_table() throws Exception {
        migrations(FIRST).apply();

        execute("insert into letter(name, bytes) values ('a', null)");
        execute("insert into word(name) values ('a')");
        assertThat(migrations(FIRST).isCurrent()).isTrue();
    }

    @Test
    void what_is_up_to_date_stays_as_it_is() throws Exception {
        migrations(FIRST).apply();
        execute("insert into letter(name) values ('kept')");

        migrations(FIRST).apply();

        assertThatThrownBy(() -> execute("insert into letter(name) values ('kept')"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void a_lower_number_of_another_module_may_come_later() throws Exception {
        migrations(FIRST).apply();

        migrations(LATER).apply();

        execute("insert into syllable(name) values ('a')");
    }

    @Test
    void a_database_of_a_newer_version_is_refused() throws Exception {
        migrations(LATER).apply();

        assertThatThrownBy(() -> migrations(FIRST).apply())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("newer Berth")
                .hasMessageContaining("[10]");
    }

    @Test
    void a_migration_that_fails_says_so_and_leaves_the_others() {
        assertThatThrownBy(() -> migrations(
                                List.of("db/migration-test/common", "db/migration-test/broken"))
                        .apply())
                .isInstanceOf(MigrationException.class)
                .hasStackTraceContaining("V030__broken.sql");
    }

    @Test
    void processes_that_start_at_once_take_turns() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> starts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Callable<Void> start = () -> {
                    migrations(FIRST).apply();
                    return null;
                };
                starts.add(threads.submit(start));
            }
            for (var start : starts) {
                start.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(migrations(FIRST).isCurrent()).isTrue();
    }
}
