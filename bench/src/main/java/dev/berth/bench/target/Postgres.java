package dev.berth.bench.target;

import dev.berth.bench.process.Cores;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A PostgreSQL of its own, empty, on the server's core: the package that the tests use, with its
/// standard settings and durable.
final class Postgres implements Closeable {
    private final EmbeddedPostgres running;
    private final int port;

    private Postgres(EmbeddedPostgres running, int port) {
        this.running = running;
        this.port = port;
    }

    static Postgres start(Path folder, Cores cores) throws IOException, InterruptedException {
        Path data = folder.resolve("postgresql");
        int port = Peer.freePort();
        var running = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
            cores.pinServer(pid);
            for (ProcessHandle child : running(pid)) {
                cores.pinServer(child.pid());
            }
            return new Postgres(running, port);
        } catch (IOException | InterruptedException e) {
            running.close();
            throw e;
        }
    }

    private static List<ProcessHandle> running(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
    }

    /// For `database.url`.
    String url() {
        return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
