package dev.berth.platform.database;

import dev.berth.platform.telemetry.Metrics;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;

/// Opens the database that the settings name.
public final class Databases {
    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private Databases() {}

    /// Brings the schema up to this version, then opens the database.
    ///
    /// Migrations are the files under `db/migration/common` and under `db/migration/sqlite` or
    /// `db/migration/postgresql` of every jar on the class path.
    ///
    /// @throws MigrationException if the schema is newer than this program, or stays as it is
    /// @throws DatabaseUnavailableException if the database cannot be reached
    public static Database open(DatabaseSettings settings, Metrics metrics) {
        return open(settings, DatabaseMetrics.in(metrics));
    }

    /// As [#open(DatabaseSettings, Metrics)], for a process that shows no metrics.
    public static Database open(DatabaseSettings settings) {
        return open(settings, DatabaseMetrics.none());
    }

    /// False if opening would make a new SQLite file, or the first tables in a PostgreSQL.
    ///
    /// @throws DatabaseUnavailableException if a PostgreSQL cannot be reached
    public static boolean exists(DatabaseSettings settings) {
        return switch (settings.dialect()) {
            case SQLITE -> Files.exists(settings.sqliteFile());
            case POSTGRESQL -> PostgresDatabase.exists(settings);
        };
    }

    /// Makes sure that this server is the only one on a SQLite file, until what is returned is
    /// closed or the process ends; to be asked before [#open(DatabaseSettings, Metrics)].
    /// Several may share a PostgreSQL: there it asks nothing.
    ///
    /// @throws IOException if another server has it, or the folder cannot be written
    public static Closeable reserve(DatabaseSettings settings) throws IOException {
        return switch (settings.dialect()) {
            case SQLITE -> SqliteReservation.take(settings);
            case POSTGRESQL -> () -> {};
        };
    }

    private static Database open(DatabaseSettings settings, DatabaseMetrics metrics) {
        return switch (settings.dialect()) {
            case SQLITE -> SqliteDatabase.open(settings, metrics);
            case POSTGRESQL -> PostgresDatabase.open(settings, metrics);
        };
    }
}
