package dev.berth.bench;

import dev.berth.bench.process.Cores;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Where servers and load run.
final class PlaceOptions {
    @Option(names = "--no-pin", description = "Leave servers and load on any core.")
    private boolean unpinned;

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            defaultValue = "${sys:bench.root:-.}/.berth/bench",
            description = "Where servers keep their files: on the disk that is to be measured.")
    private Path work = Path.of("");

    @Option(
            names = "--product",
            paramLabel = "FOLDER",
            defaultValue = "${sys:bench.root:-.}",
            description = "A checkout or an unpacked distribution of Berth.")
    private Path product = Path.of("");

    Cores cores() {
        return Cores.detect(!unpinned);
    }

    /// Starts the peers, and looks at the given targets.
    Field open(Set<String> starts, List<TargetSpec> given, Cores cores)
            throws IOException, InterruptedException {
        return Field.open(work.toAbsolutePath().normalize(), product, starts, given, cores);
    }
}
