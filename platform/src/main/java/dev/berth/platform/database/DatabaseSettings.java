package dev.berth.platform.database;

import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Secret;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

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
    private static final Setting<Optional<String>> URL = new Setting<>(
            "database.url",
            Kind.of("PostgreSQL URL", DatabaseSettings::checkedUrl).optional(),
            "",
            "`postgresql://host:port/name` for PostgreSQL, which several processes can share. Empty"
                    + " means SQLite in `data.directory`, for one process.");
    private static final Setting<Optional<String>> USER = new Setting<>(
            "database.user",
            Kind.text().optional(),
            "",
            "The PostgreSQL user, where the URL does not say.");
    private static final Setting<Optional<Secret>> PASSWORD = new Setting<>(
            "database.password",
            Kind.secret(),
            "",
            "The password of `database.user`. A password inside the URL works too.");
    private static final Setting<Integer> READERS = new Setting<>(
            "database.readers-max",
            Kind.integer(1, 200),
            "4",
            "Most reading transactions at one time.");
    private static final Setting<Integer> WRITERS = new Setting<>(
            "database.writers-max",
            Kind.integer(1, 200),
            "8",
            "Most writing transactions at one time; SQLite has one writer.");
    private static final Setting<Duration> WAIT = new Setting<>(
            "database.timeout",
            Kind.duration("100ms", "5m"),
            "5s",
            "How long to wait for a connection or a lock before answering 503.");

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

    private static String checkedUrl(String url) {
        PostgresSource.of(url);
        return url;
    }

    /// Reads all of them.
    ///
    /// @param directory where SQLite keeps its file
    public static DatabaseSettings from(Settings settings, Path directory) {
        return new DatabaseSettings(
                directory,
                settings.value(URL).orElse(""),
                settings.value(USER).orElse(""),
                settings.value(PASSWORD).orElseGet(() -> Secret.of("")),
                settings.value(READERS),
                settings.value(WRITERS),
                settings.value(WAIT));
    }
}
