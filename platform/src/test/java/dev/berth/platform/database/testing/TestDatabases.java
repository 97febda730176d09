package dev.berth.platform.database.testing;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseSettings;
import dev.berth.platform.database.Databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A fresh, migrated database for one test; closing it leaves nothing behind.
public final class TestDatabases implements AutoCloseable {
    private final DatabaseSettings settings;
    private final Database database;
    private final Runnable cleanUp;

    private TestDatabases(DatabaseSettings settings, Runnable cleanUp) {
        this.settings = settings;
        this.database = Databases.open(settings);
        this.cleanUp = cleanUp;
    }

    /// A SQLite file in a folder of its own.
    public static TestDatabases sqlite() {
        try {
            var directory = Files.createTempDirectory("berth-database");
            return new TestDatabases(
                    DatabaseSettings.sqlite(directory), () -> deleteTree(directory));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Database database() {
        return database;
    }

    /// For a second process on the same database: open these settings again.
    public DatabaseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        database.close();
        cleanUp.run();
    }

    private static void deleteTree(Path root) {
        try (var paths = Files.walk(root)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
