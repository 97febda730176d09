package dev.berth.platform.database;

import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

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
