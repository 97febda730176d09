package dev.berth.oci.testing;

import dev.berth.oci.Descriptor;
import dev.berth.oci.Digest;
import dev.berth.oci.MediaType;

/// Bytes to push, with what they are.
@SuppressWarnings("ArrayRecordComponent") // Shared; tests compare bytes themselves.
public record Content(MediaType mediaType, byte[] bytes) {
    public Digest digest() {
        return digest(Digest.Algorithm.SHA256);
    }

    public Digest digest(Digest.Algorithm algorithm) {
        return Digest.of(algorithm, bytes);
    }

    public Descriptor descriptor() {
        return descriptor(Digest.Algorithm.SHA256);
    }

    public Descriptor descriptor(Digest.Algorithm algorithm) {
        return Descriptor.of(mediaType, digest(algorithm), bytes.length);
    }
}
