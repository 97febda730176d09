package dev.berth.platform.database;

import dev.berth.platform.config.Secret;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// Which database, and how much of it.
///
/// - `directory` holds `berth.db` when `url` is empty, which means SQLite; it is made if absent.
/// - `url` is `postgresql://host:port/name?…` with or without a leading `jdbc:`; `user` and
///   `password` may be empty if the URL or the server says who we are.
/// - `readersMax` and `writersMax` bound the transactions that run at one time; SQLite has one
///   writer whatever is said here.
/// - `waitMax` bounds the wait for a connection, a lock and a flush, each.
public record DatabaseSettings(
        Path directory,
        String url,
        String user,
        Secret password,
        int readersMax,
        int writersMax,
        Duration waitMax) {
    public DatabaseSettings {
        Objects.requireNonNull(directory);
        if (readersMax < 1 || writersMax < 1) {
            throw new IllegalArgumentException("a database needs a reader and a writer");
        }
        if (!waitMax.isPositive()) {
            throw new IllegalArgumentException("waitMax must be positive, not " + waitMax);
        }
    }

    /// SQLite in `directory`, with the defaults.
    public static DatabaseSettings sqlite(Path directory) {
        return new DatabaseSettings(directory, "", "", Secret.of(""), 4, 1, Duration.ofSeconds(5));
    }

    /// PostgreSQL at `url`, with the defaults.
    public static DatabaseSettings postgres(String url, String user, Secret password) {
        return new DatabaseSettings(Path.of("."), url, user, password, 8, 8, Duration.ofSeconds(5));
    }

    Dialect dialect() {
        return url.isEmpty() ? Dialect.SQLITE : Dialect.POSTGRESQL;
    }

    Path sqliteFile() {
        return directory.resolve("berth.db");
    }
}
