package dev.berth.app.e2e;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `berth core` in a process of its own, as it was packaged, on free ports.
public final class BerthProcess implements AutoCloseable {
    public static final String USER = "admin";
    public static final String PASSWORD = "correct-horse-battery";

    private static final int HEAP_MEBIBYTES = 256;
    private static final Duration READY_WAIT = Duration.ofSeconds(60);
    private static final Path LIBRARIES = Path.of("target", "berth", "lib");

    private final Process process;
    private final URI uri;
    private final URI readiness;
    private final Duration startTime;
    private final Path log;

    private BerthProcess(Process process, URI uri, URI readiness, Duration startTime, Path log) {
        this.process = process;
        this.uri = uri;
        this.readiness = readiness;
        this.startTime = startTime;
        this.log = log;
    }

    /// Starts the role `core` on `data` and waits until it is ready.
    ///
    /// @param settings further ones by the names of their environment variables
    public static BerthProcess start(Path data, Map<String, String> settings)
            throws IOException, InterruptedException {
        return start(data, settings, HEAP_MEBIBYTES);
    }

    /// As [#start(Path, Map)], with another heap than the usual one.
    static BerthProcess start(Path data, Map<String, String> settings, int heapMebibytes)
            throws IOException, InterruptedException {
        var all = new HashMap<>(settings);
        all.put("BERTH_DATA_DIRECTORY", data.toString());
        all.put("BERTH_AUTH_ADMIN_PASSWORD", PASSWORD);
        return start("core", data, all, heapMebibytes);
    }

    /// Starts the role `router` before a Harbor, for whoever sends any credential, and waits until
    /// it is ready.
    ///
    /// @param name names its log
    static BerthProcess startRouter(
            Path name, URI harbor, Map<String, String> settings, int heapMebibytes)
            throws IOException, InterruptedException {
        var all = new HashMap<>(settings);
        all.put("HARBOR_URL", harbor.toString());
        all.putIfAbsent("HARBOR_USERNAME", "robot");
        all.putIfAbsent("HARBOR_PASSWORD", PASSWORD);
        all.putIfAbsent("BERTH_ROUTER_AUTH_MODE", "presence");
        return start("router", name, all, heapMebibytes);
    }

    private static BerthProcess start(
            String role, Path data, Map<String, String> settings, int heapMebibytes)
            throws IOException, InterruptedException {
        int port = freePort();
        int managementPort = freePort();
        var log = data.resolveSibling(data.getFileName() + ".log");
        var builder = command(heapMebibytes, role)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var environment = builder.environment();
        environment.put("BERTH_HTTP_LISTEN", "127.0.0.1:" + port);
        environment.put("BERTH_MANAGEMENT_LISTEN", "127.0.0.1:" + managementPort);
        environment.putAll(settings);
        var readiness = URI.create("http://127.0.0.1:" + managementPort + "/readyz");
        long started = System.nanoTime();
        var process = builder.start();
        try {
            awaitReady(process, readiness, log);
        } catch (IOException | InterruptedException | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
        var startTime = Duration.ofNanos(System.nanoTime() - started);
        var scheme = settings.containsKey("BERTH_HTTP_TLS_CERTIFICATE") ? "https" : "http";
        return new BerthProcess(
                process, URI.create(scheme + "://127.0.0.1:" + port), readiness, startTime, log);
    }

    /// Runs a command of the packaged product to its end; its exit code.
    public static int run(Path data, Map<String, String> settings, Path output, String... arguments)
            throws IOException, InterruptedException {
        var builder = command(HEAP_MEBIBYTES, arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("BERTH_DATA_DIRECTORY", data.toString());
        builder.environment().putAll(settings);
        var process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + List.of(arguments));
        }
        return process.exitValue();
    }

    private static ProcessBuilder command(int heapMebibytes, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:+UseCompactObjectHeaders");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Xmx" + heapMebibytes + "m");
        command.add("-cp");
        command.add(LIBRARIES.toAbsolutePath() + File.separator + "*");
        command.add("dev.berth.app.Main");
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static void awaitReady(Process process, URI ready, Path log)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + READY_WAIT.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
            while (System.nanoTime() < deadline) {
                if (!process.isAlive()) {
                    throw new AssertionError("berth ended at once:\n" + Files.readString(log));
                }
                if (answers(http, request)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
        throw new AssertionError("berth is not ready:\n" + Files.readString(log));
    }

    private static boolean answers(HttpClient http, HttpRequest request)
            throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Scheme, host and port for clients.
    public URI uri() {
        return uri;
    }

    /// Where it says whether it is ready.
    URI readiness() {
        return readiness;
    }

    /// From exec to the first successful readiness answer.
    public Duration startTime() {
        return startTime;
    }

    public long pid() {
        return process.pid();
    }

    /// What it has printed.
    public String output() throws IOException {
        return Files.readString(log);
    }

    public RegistryClient client() {
        return new RegistryClient(uri, new RegistryClient.Login.Basic(USER, PASSWORD));
    }

    /// `kill -9`; returns when the process is gone.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM; waits for nothing.
    void stop() {
        process.destroy();
    }

    /// Its exit code, once it has ended.
    int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /// SIGTERM; waits for the drain.
    @Override
    public void close() {
        stop();
        try {
            if (process.waitFor(60, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new AssertionError("berth did not stop within 60 s");
    }
}
