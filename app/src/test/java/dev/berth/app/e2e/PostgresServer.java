package dev.berth.app.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// A PostgreSQL of this test run, with a database for whoever asks.
public final class PostgresServer implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    public static PostgresServer start() throws IOException {
        return new PostgresServer(EmbeddedPostgres.builder().start());
    }

    /// The address of a new, empty database, for the setting `database.url`.
    public String newDatabase() throws SQLException {
        var name = "berth" + databases.incrementAndGet();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return server.getJdbcUrl("postgres", name);
    }

    /// Ends the sessions in which processes of ours hear of changes, as a network that fails would;
    /// how many there were.
    int cutFeeds() throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var ended = statement.executeQuery("select count(pg_terminate_backend(pid))"
                        + " from pg_stat_activity where application_name = 'berth feed'")) {
            ended.next();
            return ended.getInt(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
