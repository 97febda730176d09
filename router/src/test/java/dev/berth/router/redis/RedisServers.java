package dev.berth.router.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Redis servers and sentinels of Debian's packages, on loopback, with a password.
///
/// Skipped where they are not installed (`apt-get install redis-server redis-sentinel`); CI fails
/// then.
public final class RedisServers implements AutoCloseable {
    public static final String PASSWORD = "open sesame";
    public static final String MASTER = "mymaster";

    private static final Path SERVER = Path.of("/usr/bin/redis-server");

    /// How long sentinels wait for a master before they choose another.
    private static final Duration DOWN_AFTER = Duration.ofSeconds(1);

    private final Path folder;
    private final Map<Integer, Process> processes = new LinkedHashMap<>();
    private final List<Integer> servers = new ArrayList<>();
    private final List<Integer> sentinels = new ArrayList<>();

    public RedisServers(Path folder) {
        assumeTrue(
                Files.isExecutable(SERVER),
                "redis-server is not installed: apt-get install redis-server redis-sentinel");
        this.folder = folder;
    }

    /// Starts one server that is a master; its port.
    public int startMaster(String... options) throws IOException {
        return startServer(freePort(), options);
    }

    /// Starts a server at a port that one had before.
    public int startServer(int port, String... options) throws IOException {
        var lines = new ArrayList<>(List.of(
                "port " + port,
                "bind 127.0.0.1",
                "save \"\"",
                "requirepass \"" + PASSWORD + "\"",
                "masterauth \"" + PASSWORD + "\""));
        lines.addAll(List.of(options));
        run(port, lines);
        servers.add(port);
        awaitPong(port);
        return port;
    }

    /// Starts a server that speaks nothing but TLS.
    public void startServerWithTls(int port, Path certificate, Path key) throws IOException {
        run(
                port,
                List.of(
                        "port 0",
                        "tls-port " + port,
                        "bind 127.0.0.1",
                        "save \"\"",
                        "requirepass \"" + PASSWORD + "\"",
                        "tls-auth-clients no",
                        "tls-ca-cert-file " + certificate,
                        "tls-cert-file " + certificate,
                        "tls-key-file " + key));
    }

    /// Starts a master, a replica, and three sentinels that watch them.
    public void startWithSentinels() throws IOException, InterruptedException {
        int master = startMaster();
        startServer(freePort(), "replicaof 127.0.0.1 " + master);
        for (int i = 0; i < 3; i++) {
            int port = freePort();
            run(
                    port,
                    List.of(
                            "port " + port,
                            "bind 127.0.0.1",
                            "sentinel monitor " + MASTER + " 127.0.0.1 " + master + " 2",
                            "sentinel auth-pass " + MASTER + " \"" + PASSWORD + "\"",
                            "sentinel down-after-milliseconds " + MASTER + " "
                                    + DOWN_AFTER.toMillis(),
                            "sentinel failover-timeout " + MASTER + " 3000"),
                    "--sentinel");
            sentinels.add(port);
        }
        for (int sentinel : sentinels) {
            await().atMost(Duration.ofSeconds(30)).until(() -> knowsAll(sentinel));
        }
    }

    private static boolean knowsAll(int sentinel) throws IOException {
        var master = said(sentinel, "", "SENTINEL master " + MASTER).replaceAll("\\R", " ");
        return master.matches(".*num-slaves \\$1 1 .*num-other-sentinels \\$1 2 .*");
    }

    private void run(int port, List<String> lines, String... options) throws IOException {
        var home = Files.createDirectories(folder.resolve("redis-" + port));
        var file = Files.write(home.resolve("redis.conf"), lines);
        var command = new ArrayList<>(List.of(SERVER.toString(), file.toString()));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        processes.put(port, process);
    }

    private static void awaitPong(int port) {
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> said(port, PASSWORD, "PING").contains("PONG"));
    }

    /// What a server answers to one inline command.
    public static String said(int port, String password, String command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var login = password.isEmpty() ? "" : "AUTH \"" + password + "\"\r\n";
            socket.getOutputStream()
                    .write((login + command + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// `kill -9`, and waits until it is gone.
    public void kill(int port) throws InterruptedException {
        var process = Objects.requireNonNull(processes.remove(port));
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /// `kill -9` to servers and sentinels.
    public void killAll() throws InterruptedException {
        for (int port : List.copyOf(processes.keySet())) {
            kill(port);
        }
    }

    /// Stops a server from answering, or lets it answer again.
    public void signal(int port, String signal) throws IOException, InterruptedException {
        long pid = Objects.requireNonNull(processes.get(port)).pid();
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }

    public int server(int index) {
        return servers.get(index);
    }

    /// As `router.redis-sentinels`.
    public String sentinels() {
        return String.join(
                ", ", sentinels.stream().map(port -> "127.0.0.1:" + port).toList());
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        for (var process : processes.values()) {
            var _ = process.destroyForcibly().onExit().join();
        }
    }
}
