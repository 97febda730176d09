package dev.berth.bench;

import dev.berth.bench.target.Harbor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The mock of Harbor and its folder, for one run of the bench.
///
/// @param folder removed when this is closed
record MockOfHarbor(Path folder, Harbor harbor) implements AutoCloseable {
    static MockOfHarbor start(Path work, int port) throws IOException {
        Files.createDirectories(work);
        Path folder = Files.createTempDirectory(work, "harbor-");
        return new MockOfHarbor(folder, Harbor.start(folder, port));
    }

    @Override
    public void close() throws IOException {
        harbor.close();
        Field.deleteFiles(folder);
    }
}
