package dev.berth.bench.target;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.berth.bench.http.Endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A Redis for routers to share, on the load generator's core; it keeps nothing.
public final class Redis {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Pattern CLIENTS = Pattern.compile("connected_clients:(\\d+)");
    private static final int ANSWER_BYTES_MAX = 8 * 1024;

    private final Endpoint endpoint;

    private Redis(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// One that is not started yet, so that routers can be told of it.
    public static Redis onFreePort() {
        try {
            return new Redis(Endpoint.loopback(Peer.freePort()));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    /// `host:port`.
    public String address() {
        return endpoint.host();
    }

    /// Starts it, empty.
    ///
    /// @throws IOException if `redis-server` is not installed
    public Running start() throws IOException {
        var port = Integer.toString(endpoint.address().getPort());
        var command = List.of(
                "redis-server",
                "--port",
                port,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no");
        return new Running(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start());
    }

    /// The server, until it is closed.
    public final class Running implements AutoCloseable {
        private final Process process;

        private Running(Process process) {
            this.process = process;
        }

        /// Waits until somebody else than this is connected.
        public void awaitClient() throws IOException {
            long start = System.nanoTime();
            while (clients() < 2) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IOException("nobody connects to Redis at " + endpoint.host());
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }

        /// Kills it while a load runs.
        public void killAfter(Duration time) {
            Thread.ofPlatform().daemon().start(() -> {
                LockSupport.parkNanos(time.toNanos());
                process.destroyForcibly();
            });
        }

        private int clients() {
            try (var socket = new Socket()) {
                socket.connect(endpoint.address());
                socket.getOutputStream().write("INFO clients\r\n".getBytes(US_ASCII));
                var bytes = new byte[ANSWER_BYTES_MAX];
                int length = socket.getInputStream().read(bytes);
                var found = CLIENTS.matcher(new String(bytes, 0, Math.max(0, length), US_ASCII));
                return found.find() ? Integer.parseInt(found.group(1)) : 0;
            } catch (IOException _) {
                return 0; // It is not up yet.
            }
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while Redis was stopping", e);
            }
        }
    }
}
