package dev.berth.bench.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.bench.floor.FloorProgram;
import dev.berth.bench.load.Latencies;
import dev.berth.bench.load.Outcome;
import dev.berth.bench.process.Cores;
import dev.berth.bench.process.ProcessTree;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The minimal program that hashes, writes and fsyncs, as a target of the push scenarios.
public final class Floor implements Target {
    public static final String NAME = "floor";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    /// What a push scenario amounts to without a registry.
    ///
    /// @param bytes of each blob
    public record Work(int count, long bytes, int writers) {
        /// Of all blobs together.
        public long allBytes() {
            return count * bytes;
        }
    }

    private Floor(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.orders = new OutputStreamWriter(process.getOutputStream(), UTF_8);
    }

    /// Starts the program on the server's core.
    public static Floor start(Path folder, Cores cores) throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        var command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                FloorProgram.class.getName(),
                files.toString());
        return new Floor(new ProcessBuilder(cores.forServer(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Prepares the blobs, and waits until the program is ready to write them.
    public void prepare(long series, Work work) throws IOException {
        order("%d %d %d %d".formatted(series, work.count(), work.bytes(), work.writers()));
        answer();
    }

    /// Writes what was prepared.
    public Outcome write(Work work) throws IOException {
        order("go");
        long[] nanos =
                Arrays.stream(answer().split(" ")).mapToLong(Long::parseLong).toArray();
        return new Outcome(
                work.count(),
                work.count() * work.bytes(),
                0,
                Optional.empty(),
                Duration.ofNanos(nanos[0]),
                new Latencies(Arrays.copyOfRange(nanos, 1, nanos.length)));
    }

    private void order(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the floor program has ended");
        }
        return line;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ProcessTree process() {
        return ProcessTree.of(process.pid());
    }

    /// Lets the program finish what it is at; kills it if that takes long.
    @Override
    public void close() throws IOException {
        orders.close();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the floor program was stopping", e);
        }
    }
}
