package dev.berth.platform.database.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// A real PostgreSQL server on a free port of loopback, which can be stopped and started again.
public final class PostgresServer implements AutoCloseable {
    private final Path directory;
    private final int port;
    private EmbeddedPostgres running;

    private PostgresServer(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.running = run();
    }

    /// Starts a server of its own for one test; takes a second.
    public static PostgresServer start() {
        try {
            return new PostgresServer(Files.createTempDirectory("berth-postgres"), freePort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private EmbeddedPostgres run() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .start();
    }

    public String url(String database) {
        return "postgresql://postgres@localhost:%d/%s".formatted(port, database);
    }

    /// Runs SQL in `database` as the owner of everything.
    public void execute(String database, String sql) {
        try (var connection = running.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    public void stop() {
        try {
            running.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Starts the stopped server on the same port with the same data.
    public void startAgain() {
        try {
            running = run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        stop();
        TestDatabases.deleteTree(directory);
    }
}
