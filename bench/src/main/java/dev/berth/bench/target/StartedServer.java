package dev.berth.bench.target;

import dev.berth.bench.http.Connection;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.Request;
import dev.berth.bench.http.RequestBuilder;
import dev.berth.bench.process.Cores;
import dev.berth.bench.process.ProcessTree;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A server that the bench started, on the server's core, its output in `server.log` of its folder.
final class StartedServer implements Server {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(1);

    private final Launch launch;
    private final Path folder;
    private final Cores cores;
    private Process process;
    private long startedAt;

    private StartedServer(Launch launch, Path folder, Cores cores) throws IOException {
        this.launch = launch;
        this.folder = folder;
        this.cores = cores;
        this.process = exec();
    }

    /// @throws IOException if it does not answer within a minute; its log is in the message
    static StartedServer start(Launch launch, Path folder, Cores cores)
            throws IOException, InterruptedException {
        var server = new StartedServer(launch, folder, cores);
        try {
            server.awaitReady();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public Endpoint endpoint() {
        return launch.endpoint();
    }

    @Override
    public ProcessTree process() {
        return ProcessTree.of(process.pid());
    }

    @Override
    public Startup restart(Ending ending) throws IOException, InterruptedException {
        switch (ending) {
            case STOP -> stop();
            case KILL -> kill();
        }
        process = exec();
        return awaitReady();
    }

    @Override
    public void whileStopped(Offline work) throws IOException, InterruptedException {
        stop();
        work.run();
        process = exec();
        awaitReady();
    }

    @Override
    public void close() throws IOException {
        stop();
        launch.afterwards().close();
    }

    private void stop() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a server was stopping", e);
        }
    }

    private void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
    }

    private Process exec() throws IOException {
        var builder = new ProcessBuilder(cores.forServer(launch.command()));
        builder.environment().putAll(launch.environment());
        startedAt = System.nanoTime();
        File log = folder.resolve("server.log").toFile();
        return builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private Startup awaitReady() throws IOException {
        var anyAnswer =
                new RequestBuilder(launch.endpoint(), "GET", "/v2/").expecting(200, 401, 404);
        Duration firstAnswer = awaitAnswer(launch.endpoint(), anyAnswer);
        Duration ready = awaitAnswer(launch.readyAt(), launch.ready());
        return new Startup(firstAnswer, ready);
    }

    /// @return from the start of the program
    private Duration awaitAnswer(Endpoint endpoint, Request question) throws IOException {
        while (!answers(endpoint, question)) {
            if (!process.isAlive() || System.nanoTime() - startedAt > START_TIMEOUT.toNanos()) {
                throw new IOException(
                        "%s did not start: %s".formatted(launch.command().getFirst(), lastLines()));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    private static boolean answers(Endpoint endpoint, Request question) {
        try (var connection = Connection.open(endpoint)) {
            connection.drain(question);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private String lastLines() throws IOException {
        String log = Files.readString(folder.resolve("server.log"));
        return log.substring(Math.max(0, log.length() - 2000)).strip();
    }
}
