package dev.berth.bench.target;

import dev.berth.bench.process.Cores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/// A server that the bench knows how to start, each time with an empty store.
public sealed interface Peer permits Distribution, DockerRegistry, Nginx, Berth {
    /// As in `--start <name>`.
    String name();

    /// Starts it in an empty folder, on a free port.
    ///
    /// @throws IOException if it is not installed, or does not answer
    Registry start(Path folder, Cores cores) throws IOException, InterruptedException;

    /// Every peer, by name.
    ///
    /// @param tools where programs are kept that the bench builds for itself
    /// @param product a checkout or an unpacked distribution of Berth
    static List<Peer> known(Path tools, Path product) {
        return List.of(
                new Berth(product, Berth.Kind.SQLITE),
                new Berth(product, Berth.Kind.POSTGRESQL),
                new Distribution(tools),
                new DockerRegistry(),
                new Nginx());
    }

    /// A port that nothing listens on just now.
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
