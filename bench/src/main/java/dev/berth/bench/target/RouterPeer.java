package dev.berth.bench.target;

import dev.berth.bench.process.Cores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A server that the bench knows how to start in front of the mock of Harbor.
public sealed interface RouterPeer permits BerthRouter, NginxProxy, NginxFile {
    int CONNECTIONS_KEPT = 256;

    /// As in `--start <name>`.
    String name();

    /// Starts it with an empty folder, on a free port.
    ///
    /// @param settings variables of its environment that the scenario is about
    /// @throws IOException if it is not installed, or does not answer
    Registry start(Path folder, Cores cores, Harbor harbor, Map<String, String> settings)
            throws IOException, InterruptedException;

    /// Every one of them.
    ///
    /// @param product a checkout or an unpacked distribution of Berth
    static List<RouterPeer> known(Path product) {
        return List.of(
                new BerthRouter(product),
                new NginxProxy("nginx-proxy", 0),
                new NginxProxy("nginx-kept", CONNECTIONS_KEPT),
                new NginxFile());
    }
}
