package dev.berth.bench.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.bench.harbor.Accounts;
import dev.berth.bench.harbor.Counts;
import dev.berth.bench.harbor.HarborProgram;
import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.process.ProcessTree;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The running mock of Harbor that routers stand in front of, on the load generator's core.
///
/// For one thread.
public final class Harbor implements AutoCloseable {
    /// The mock itself as a target: what a client would have without a router.
    public static final String DIRECT = "harbor";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Path folder;
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final Endpoint endpoint;

    private Harbor(Path folder, Process process) throws IOException {
        this.folder = folder;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.orders = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        this.endpoint = Endpoint.loopback(Integer.parseInt(answer()));
    }

    /// Starts the mock.
    ///
    /// @param folder where its layers are
    /// @param port 0 for a free one
    public static Harbor start(Path folder, int port) throws IOException {
        var command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HarborProgram.class.getName(),
                folder.toString(),
                Integer.toString(port));
        return new Harbor(
                folder,
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /// Where layers are, as files named by their digest.
    Path folder() {
        return folder;
    }

    /// Behaves so from now on, and counts from zero.
    public void set(Knobs knobs) throws IOException {
        order("set " + knobs.line());
        if (!answer().equals("ok")) {
            throw new IOException("the mock of Harbor did not take its knobs");
        }
    }

    /// What it was asked since it was [#set].
    public Counts counts() throws IOException {
        order("count");
        return Counts.parse(answer());
    }

    /// Has a layer of that length in every image.
    ///
    /// @return its digest
    public String blob(long length) throws IOException {
        order("blob " + length);
        return answer();
    }

    /// The mock as a target of its own; closing that does not end it.
    public Registry direct() throws IOException {
        var robot = new Credentials(Accounts.ROBOT.user(), Accounts.ROBOT.password());
        return Registry.routed(
                DIRECT,
                EnumSet.of(Ability.PROXY, Ability.LAYERS),
                new GivenServer(endpoint, ProcessTree.of(process.pid())),
                Optional.of(robot),
                this,
                Knobs.project(0));
    }

    private void order(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the mock of Harbor has ended");
        }
        return line;
    }

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
            throw new IOException("interrupted while the mock of Harbor was stopping", e);
        }
    }
}
