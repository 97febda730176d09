package dev.berth.platform.database;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/// Where the PostgreSQL server is and how we speak to it.
///
/// - Accepts `postgresql://`, `postgres://` and `jdbc:postgresql://`, one host or several divided
///   by commas, and `user:password@` (percent-encoded) before them.
/// - What the settings say of user and password is stronger.
/// - Parameters after `?` are the driver's, such as `sslmode` or `targetServerType`.
record PostgresSource(String jdbcUrl, String user, String password) {
    private static final Pattern URL = Pattern.compile(
            "(?:jdbc:)?postgres(?:ql)?://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?"
                    + "(?<place>[^@/?]+/[^/?]+(?:\\?.*)?)");

    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

    /// @throws IllegalArgumentException whose message tells what to write
    static PostgresSource of(String url) {
        var parts = URL.matcher(url);
        if (!parts.matches()) {
            // Not the URL itself: it may hold a password.
            throw new IllegalArgumentException("write postgresql://host:port/name");
        }
        return new PostgresSource(
                "jdbc:postgresql://" + parts.group("place"),
                decoded(parts.group("user")),
                decoded(parts.group("password")));
    }

    static PostgresSource of(DatabaseSettings settings) {
        var source = of(settings.url());
        var password = settings.password().reveal();
        return new PostgresSource(
                source.jdbcUrl,
                settings.user().isEmpty() ? source.user : settings.user(),
                password.isEmpty() ? source.password : password);
    }

    private static String decoded(@Nullable String text) {
        return text == null
                ? ""
                : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// Connections that wait at most `waitMax` for a lock, and twice that for a statement.
    PGSimpleDataSource withTimeouts(Duration waitMax) {
        var statementMax = waitMax.multipliedBy(2);
        var source = unlimited();
        source.setOptions("-c lock_timeout=%d -c statement_timeout=%d"
                .formatted(waitMax.toMillis(), statementMax.toMillis()));
        // The server gives up first; this is for one that has vanished.
        source.setSocketTimeout(Math.toIntExact(statementMax.toSeconds()) + 1);
        return source;
    }

    /// As [#withTimeouts], told apart by its name in `pg_stat_activity`.
    PGSimpleDataSource forFeed(Duration waitMax) {
        var source = withTimeouts(waitMax);
        source.setApplicationName("berth feed");
        return source;
    }

    /// Connections for work of any length.
    PGSimpleDataSource unlimited() {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        if (!user.isEmpty()) {
            source.setUser(user);
        }
        if (!password.isEmpty()) {
            source.setPassword(password);
        }
        source.setApplicationName("berth");
        source.setConnectTimeout(Math.toIntExact(CONNECT_MAX.toSeconds()));
        source.setLoginTimeout(Math.toIntExact(CONNECT_MAX.toSeconds()));
        source.setTcpKeepAlive(true);
        return source;
    }

    @Override
    public String toString() {
        return jdbcUrl.replaceAll("\\?.*", "");
    }
}
