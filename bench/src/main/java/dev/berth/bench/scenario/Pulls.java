package dev.berth.bench.scenario;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.content.Sha256;
import dev.berth.bench.http.Connection;
import dev.berth.bench.target.Registry;

import java.io.IOException;

/// Reading back what was pushed.
final class Pulls {
    private Pulls() {}

    /// Pulls a blob and compares its digest, outside of any measurement.
    ///
    /// @throws IOException if it is not there or has other bytes
    static void verify(Registry registry, String repository, RandomBlob blob) throws IOException {
        try (var connection = Connection.open(registry.endpoint())) {
            verify(registry, connection, repository, blob);
        }
    }

    static void verify(Registry registry, Connection connection, String repository, RandomBlob blob)
            throws IOException {
        try (var sha = new Sha256()) {
            connection.read(
                    registry.blob("GET", repository, blob.digest()).expecting(200), sha::write);
            if (!sha.finish().equals(blob.digest())) {
                throw new IOException(registry.name() + " has other bytes for " + blob.digest());
            }
        }
    }
}
