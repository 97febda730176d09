package dev.berth.platform.database;

import org.postgresql.ds.PGSimpleDataSource;

import java.net.URI;
import java.time.Duration;

/// Where the PostgreSQL server is and how we speak to it.
///
/// Accepts `postgresql://`, `postgres://` and `jdbc:postgresql://`, with `user:password@` inside;
/// what the settings say of user and password is stronger. Parameters after `?` are the driver's.
record PostgresSource(String jdbcUrl, String user, String password) {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

    static PostgresSource of(DatabaseSettings settings) {
        var uri = uri(settings.url());
        var userInfo = uri.getUserInfo() == null ? "" : uri.getUserInfo();
        int colon = userInfo.indexOf(':');
        var user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        var password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new PostgresSource(
                "jdbc:postgresql://"
                        + uri.getHost()
                        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                        + uri.getRawPath()
                        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
                settings.user().isEmpty() ? user : settings.user(),
                settings.password().reveal().isEmpty()
                        ? password
                        : settings.password().reveal());
    }

    private static URI uri(String url) {
        var plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        var uri = URI.create(plain);
        boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        if (!known || uri.getHost() == null || uri.getRawPath().length() < 2) {
            // Not the URL itself: it may hold a password.
            throw new IllegalArgumentException(
                    "the database URL must look like postgresql://host:5432/name");
        }
        return uri;
    }

    /// Connections on which one statement takes at most `statementMax`.
    PGSimpleDataSource withStatements(Duration statementMax) {
        var source = unlimited();
        source.setOptions("-c statement_timeout=" + statementMax.toMillis());
        // The server gives up first; this is for one that has vanished.
        source.setSocketTimeout(Math.toIntExact(statementMax.toSeconds()) + 1);
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
