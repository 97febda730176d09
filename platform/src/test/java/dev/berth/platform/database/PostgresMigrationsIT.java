package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

class PostgresMigrationsIT extends MigrationsContract {
    private TestDatabases databases;
    private DataSource source;

    @BeforeEach
    void openEmpty() {
        databases = TestDatabases.emptyPostgres();
        source = PostgresSource.of(databases.settings()).unlimited();
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void whether_there_are_tables_is_told_without_making_any() throws Exception {
        assertThat(Databases.exists(databases.settings())).isFalse();
        assertThat(Databases.exists(databases.settings())).isFalse();

        migrations(List.of("db/migration-test/common")).apply();

        assertThat(Databases.exists(databases.settings())).isTrue();
    }

    @Override
    Migrations migrations(List<String> folders) {
        return Migrations.postgres(source, folders);
    }

    @Override
    void execute(String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
