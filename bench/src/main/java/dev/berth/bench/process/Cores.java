package dev.berth.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which core servers run on and which the load generator runs on, so that neither takes from the
/// other. Uses `taskset`; where it is missing, or with a single core, nothing is pinned.
///
/// @param pinned whether cores are assigned at all
public record Cores(boolean pinned) {
    private static final String SERVER_CORE = "0";
    private static final String LOAD_CORE = "1";

    public static Cores detect(boolean wanted) {
        boolean possible = Files.isExecutable(Path.of("/usr/bin/taskset"))
                && Runtime.getRuntime().availableProcessors() > 1;
        return new Cores(wanted && possible);
    }

    /// The command that starts a server, on the server's core.
    public List<String> forServer(List<String> command) {
        if (!pinned) {
            return command;
        }
        var pinnedCommand = new ArrayList<>(List.of("taskset", "-c", SERVER_CORE));
        pinnedCommand.addAll(command);
        return pinnedCommand;
    }

    /// Moves this process, every thread of it, to the load generator's core.
    public void pinSelf() throws IOException, InterruptedException {
        pin(ProcessHandle.current().pid(), LOAD_CORE);
    }

    /// Moves a process that was started without [#forServer] to the server's core, and with it
    /// what it starts from now on.
    public void pinServer(long pid) throws IOException, InterruptedException {
        pin(pid, SERVER_CORE);
    }

    private void pin(long pid, String core) throws IOException, InterruptedException {
        if (!pinned) {
            return;
        }
        var taskset = new ProcessBuilder("taskset", "-acp", core, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset could not pin process " + pid);
        }
    }

    /// In words, for the report.
    public String describe() {
        return pinned
                ? "servers that the bench started on core %s, load on core %s"
                        .formatted(SERVER_CORE, LOAD_CORE)
                : "nothing pinned";
    }
}
