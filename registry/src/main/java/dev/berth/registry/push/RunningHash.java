package dev.berth.registry.push;

import dev.berth.oci.Digest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// The hash of an upload's bytes so far. Used by whoever has the upload's turn.
final class RunningHash {
    private final Digest.Algorithm algorithm;
    private final MessageDigest hash;
    private long bytes;

    RunningHash(Digest.Algorithm algorithm) {
        this.algorithm = algorithm;
        this.hash = algorithm.newMessageDigest();
    }

    Digest.Algorithm algorithm() {
        return algorithm;
    }

    /// How many bytes it has seen.
    long bytes() {
        return bytes;
    }

    void update(byte[] buffer, int length) {
        hash.update(buffer, 0, length);
        bytes += length;
    }

    void updateAll(InputStream input, byte[] buffer) throws IOException {
        for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            update(buffer, read);
        }
    }

    /// The digest of all bytes; afterwards this is of no more use.
    Digest finish() {
        return algorithm.digest(hash.digest());
    }
}
