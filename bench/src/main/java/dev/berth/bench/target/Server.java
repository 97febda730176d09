package dev.berth.bench.target;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.process.ProcessTree;

import java.io.IOException;

/// The running program behind a registry.
public sealed interface Server extends AutoCloseable permits StartedServer, GivenServer {
    Endpoint endpoint();

    /// The processes that do the work; another tree after a restart.
    ProcessTree process();

    /// Ends the program and starts it again on the same data.
    ///
    /// @throws UnsupportedOperationException if the bench does not know how to start it
    Startup restart(Ending ending) throws IOException, InterruptedException;

    /// Ends the program, does something to its data, and starts it again.
    ///
    /// @throws UnsupportedOperationException if the bench does not know how to start it
    void whileStopped(Offline work) throws IOException, InterruptedException;

    /// Something to do while no program has its data open.
    @FunctionalInterface
    interface Offline {
        void run() throws IOException, InterruptedException;
    }

    /// Ends what the bench has started.
    @Override
    void close() throws IOException;
}
