package dev.berth.bench.target;

import dev.berth.bench.process.ProcessTree;

import java.io.IOException;

/// Something that work is measured on.
public sealed interface Target extends AutoCloseable permits Registry, Floor {
    /// Short and unique in a run.
    String name();

    ProcessTree process();

    /// Ends what the bench has started; leaves alone what it was given.
    @Override
    void close() throws IOException;
}
