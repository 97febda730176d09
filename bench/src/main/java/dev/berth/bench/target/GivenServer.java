package dev.berth.bench.target;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.process.ProcessTree;

/// A server that was running before, named by address and process id. It is never stopped.
record GivenServer(Endpoint endpoint, ProcessTree process) implements Server {

    @Override
    public Startup restart(Ending ending) {
        throw new UnsupportedOperationException(
                "the bench restarts only servers that it started: use --start");
    }

    @Override
    public void whileStopped(Offline work) {
        throw new UnsupportedOperationException(
                "the bench stops only servers that it started: use --start");
    }

    @Override
    public void close() {}
}
