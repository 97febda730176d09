package dev.berth.bench;

import dev.berth.bench.process.Cores;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    @Option(
            names = "--harbor-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description =
                    "Where the mock of Harbor listens, for routers that are given (default: free).")
    private int harborPort;

    Cores cores() {
        return Cores.detect(!unpinned);
    }

    /// Starts the mock of Harbor, for as long as the bench runs.
    MockOfHarbor harbor() throws IOException {
        return MockOfHarbor.start(work(), harborPort);
    }

    /// Starts routers before the mock, and looks at the given ones.
    ///
    /// @param settings variables of routers that are started
    Field open(
            MockOfHarbor mock,
            Map<String, String> settings,
            Set<String> starts,
            List<TargetSpec> given,
            Cores cores)
            throws IOException, InterruptedException {
        return Field.open(work(), product, mock.harbor(), settings, starts, given, cores);
    }

    private Path work() {
        return work.toAbsolutePath().normalize();
    }

    /// Starts the peers, and looks at the given targets.
    Field open(Set<String> starts, List<TargetSpec> given, Cores cores)
            throws IOException, InterruptedException {
        return Field.open(work(), product, starts, given, cores);
    }
}
