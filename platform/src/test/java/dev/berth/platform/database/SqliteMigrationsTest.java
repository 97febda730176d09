package dev.berth.platform.database;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

class SqliteMigrationsTest extends MigrationsContract {
    @TempDir
    Path directory;

    @Override
    Migrations migrations(List<String> folders) {
        return Migrations.sqlite(directory.resolve("test.db"), folders);
    }

    @Override
    void execute(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("test.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
