package dev.berth.bench.target;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Answer;
import dev.berth.bench.http.Body;
import dev.berth.bench.http.Connection;

import java.io.IOException;
import java.net.URI;

/// The ways in which clients push a blob. Each is done when the registry has said 201.
///
/// Source: distribution-spec, end-4 to end-6.
@FunctionalInterface
public interface Upload {
    String BYTES = "application/octet-stream";

    /// Opens a session, then sends everything in the closing request.
    Upload IN_TWO = (registry, connection, repository, blob) -> {
        String location = open(registry, connection, repository);
        return close(registry, connection, repository, location, blob, blob);
    };

    /// One request with the digest and all bytes; falls back to closing a session where the
    /// registry does not do that.
    Upload IN_ONE = (registry, connection, repository, blob) -> {
        Answer answer = connection.exchange(registry.request(
                        "POST",
                        "/v2/" + repository + "/blobs/uploads/?digest=" + blob.digest(),
                        Scope.push(repository))
                .body(BYTES, blob)
                .expecting(201, 202));
        return answer.status() == 201
                ? blob.length()
                : close(registry, connection, repository, location(answer), blob, blob);
    };

    /// One PATCH of unannounced length, as Docker pushes.
    Upload STREAMED = (registry, connection, repository, blob) -> {
        String location = open(registry, connection, repository);
        Answer answer = connection.exchange(
                registry.request("PATCH", location, Scope.push(repository)).stream(BYTES, blob)
                        .expecting(202));
        return close(registry, connection, repository, location(answer), blob, Body.EMPTY);
    };

    /// Pushes one blob.
    ///
    /// @return the length of the blob
    long push(Registry registry, Connection connection, String repository, RandomBlob blob)
            throws IOException;

    /// PATCHes of that many bytes, each with its range.
    static Upload inChunksOf(int bytes) {
        return (registry, connection, repository, blob) -> {
            String location = open(registry, connection, repository);
            for (long at = 0; at < blob.length(); at += bytes) {
                location = append(registry, connection, repository, location, blob, at, bytes);
            }
            return close(registry, connection, repository, location, blob, Body.EMPTY);
        };
    }

    /// Opens a session.
    ///
    /// @return the path to send to
    static String open(Registry registry, Connection connection, String repository)
            throws IOException {
        return location(connection.exchange(registry.request(
                        "POST", "/v2/" + repository + "/blobs/uploads/", Scope.push(repository))
                .expecting(202)));
    }

    /// Sends the bytes from `at`, at most `bytes`, as one chunk.
    ///
    /// @return the path to send to next
    static String append(
            Registry registry,
            Connection connection,
            String repository,
            String location,
            RandomBlob blob,
            long at,
            long bytes)
            throws IOException {
        long size = Math.min(bytes, blob.length() - at);
        return location(
                connection.exchange(registry.request("PATCH", location, Scope.push(repository))
                        .header("Content-Range", at + "-" + (at + size - 1))
                        .body(BYTES, blob.slice(at, size))
                        .expecting(202)));
    }

    /// Closes a session with the last bytes.
    ///
    /// @return the length of the blob
    static long close(
            Registry registry,
            Connection connection,
            String repository,
            String location,
            RandomBlob blob,
            Body rest)
            throws IOException {
        String separator = location.contains("?") ? "&" : "?";
        String path = location + separator + "digest=" + blob.digest();
        connection.exchange(registry.request("PUT", path, Scope.push(repository))
                .body(BYTES, rest)
                .expecting(201));
        return blob.length();
    }

    /// The path and query of an answer's `Location`, which may be absolute.
    static String location(Answer answer) throws IOException {
        URI location = URI.create(answer.header("Location")
                .orElseThrow(() -> new IOException(answer.status() + " without a Location")));
        String query = location.getRawQuery();
        return query == null ? location.getRawPath() : location.getRawPath() + "?" + query;
    }
}
