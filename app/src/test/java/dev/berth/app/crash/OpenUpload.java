package dev.berth.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.e2e.RegistryClient;
import dev.berth.app.e2e.RegistryClient.Answer;
import dev.berth.oci.Digest;
import dev.berth.oci.Digest.Algorithm;

import java.util.Arrays;
import java.util.Optional;

/// An upload that is under way when the registry dies, and goes on after its restart from where the
/// registry says it is.
///
/// Owned by one writer.
final class OpenUpload {
    private final byte[] bytes;
    private String location;
    private int acknowledged;
    private int sent;

    /// @param location where the registry takes the bytes
    OpenUpload(String location, byte[] bytes) {
        this.location = location;
        this.bytes = bytes;
    }

    /// Sends the first bytes of it.
    void send(RegistryClient registry, int count) {
        sent = count;
        var answer = registry.patch(location, Arrays.copyOf(bytes, count));
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(202);
        acknowledged = count;
        location = answer.location();
    }

    /// Sends what is missing and closes it; what has become of it, empty if nothing of it was
    /// acknowledged: then it is cancelled.
    Optional<Digest> finish(RegistryClient registry) {
        var status = registry.get(location);
        assertThat(status.status()).describedAs("of the upload %s", location).isEqualTo(204);
        if (acknowledged == 0) {
            assertThat(registry.delete(location).status()).isEqualTo(204);
            return Optional.empty();
        }
        int there = length(status);
        assertThat(there).describedAs("bytes of " + location).isBetween(acknowledged, sent);
        var digest = Digest.of(Algorithm.SHA256, bytes);
        var rest = Arrays.copyOfRange(bytes, there, bytes.length);
        var closed = registry.put(location + "?digest=" + digest, rest);
        assertThat(closed.status()).describedAs(closed.text()).isEqualTo(201);
        return Optional.of(digest);
    }

    private static int length(Answer status) {
        var range = status.header("Range").orElseThrow();
        return Integer.parseInt(range.substring(range.indexOf('-') + 1)) + 1;
    }
}
