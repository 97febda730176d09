package dev.berth.storage.simulated;

import dev.berth.oci.Digest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/// An object store with the habits that all of S3, Azure Blob, GCS and Swift have in some
/// version.
///
/// - No rename, no append. Large objects come as parts, each but the last with at least
///   [#PART_BYTES_MIN], and appear when they are completed.
/// - A key put once can be read at once. A key that is put again is read in its old state for
///   a while, so it is an error here. Lists lag behind in both directions.
/// - Any call may answer [SlowDownException] instead of doing anything.
/// - What is put is checked against the digest that the client sends along.
///
/// One monitor guards all state.
final class SimulatedObjectStore {
    static final int PART_BYTES_MIN = 64 * 1024;
    static final int LIST_MAX = 50;

    /// Calls until a list shows a change.
    private static final int LIST_LAG = 20;

    private final Random random;
    private final double slowDowns;
    private final NavigableMap<String, byte[]> objects = new TreeMap<>();
    private final NavigableMap<String, Change> changes = new TreeMap<>();
    private final Map<String, NavigableMap<Integer, byte[]>> multiparts = new HashMap<>();
    private int now;
    private int callsLeft = Integer.MAX_VALUE;

    /// @param slowDowns the share of calls that are answered with [SlowDownException]
    SimulatedObjectStore(long seed, double slowDowns) {
        this.random = new Random(seed);
        this.slowDowns = slowDowns;
    }

    /// Puts a new object; false if there is one with that key.
    synchronized boolean putIfAbsent(String key, byte[] bytes, Digest checksum) throws IOException {
        call("PUT " + key);
        if (!Digest.of(checksum.algorithm(), bytes).equals(checksum)) {
            throw new IOException(key + ": 400 BadDigest");
        }
        if (objects.containsKey(key)) {
            return false;
        }
        put(key, bytes);
        return true;
    }

    synchronized OptionalLong head(String key) throws IOException {
        call("HEAD " + key);
        var bytes = objects.get(key);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    synchronized Optional<byte[]> get(String key) throws IOException {
        call("GET " + key);
        return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
    }

    /// True if there was one; real backends do not tell, but the caller has asked before.
    synchronized boolean delete(String key) throws IOException {
        call("DELETE " + key);
        boolean existed = objects.remove(key) != null;
        if (existed) {
            changes.put(key, new Change(now, false));
        }
        return existed;
    }

    /// Copies inside the backend; the target must be new or the same.
    synchronized void copy(String source, String target) throws IOException {
        call("COPY " + source);
        put(target, require(objects.get(source), source));
    }

    /// At most [#LIST_MAX] keys greater than `after`, as they were some calls ago.
    synchronized List<String> list(String prefix, String after) throws IOException {
        call("LIST " + prefix);
        return changes.tailMap(after, false).entrySet().stream()
                .filter(change -> change.getKey().startsWith(prefix))
                .filter(change -> change.getValue().isListed(now))
                .map(Map.Entry::getKey)
                .limit(LIST_MAX)
                .toList();
    }

    synchronized String createMultipart(String key) throws IOException {
        call("POST " + key + "?uploads");
        var id = key + "#" + multiparts.size() + "-" + now;
        multiparts.put(id, new TreeMap<>());
        return id;
    }

    /// Makes an object the part `number`; the same number again replaces it.
    synchronized void copyPart(String multipart, int number, String source) throws IOException {
        call("PUT part " + number);
        require(multiparts.get(multipart), multipart)
                .put(number, require(objects.get(source), source));
    }

    /// Makes parts 1 to `parts` the object `key`.
    synchronized void completeMultipart(String multipart, String key, int parts)
            throws IOException {
        call("POST " + key + "?complete");
        var stored = require(multiparts.get(multipart), multipart);
        var object = new ByteArrayOutputStream();
        for (int number = 1; number <= parts; number++) {
            var part = require(stored.get(number), multipart + " part " + number);
            if (number < parts && part.length < PART_BYTES_MIN) {
                throw new IOException("part " + number + ": 400 EntityTooSmall");
            }
            object.write(part);
        }
        put(key, object.toByteArray());
        multiparts.remove(multipart);
    }

    synchronized void abortMultipart(String multipart) throws IOException {
        call("DELETE " + multipart);
        multiparts.remove(multipart);
    }

    /// Keys and open multipart uploads, for the test.
    synchronized List<String> leftovers(String prefix) {
        var left = new ArrayList<>(multiparts.keySet());
        left.addAll(objects.tailMap(prefix).keySet());
        return left.stream().filter(key -> key.startsWith(prefix)).toList();
    }

    /// Every call after the next `calls` fails, as if the process had died.
    synchronized void stopAfter(int calls) {
        callsLeft = calls;
    }

    private void call(String call) throws IOException {
        now++;
        if (callsLeft-- <= 0) {
            throw new IOException(call + ": connection refused");
        }
        if (random.nextDouble() < slowDowns) {
            throw new SlowDownException(call);
        }
    }

    private void put(String key, byte[] bytes) {
        var before = objects.put(key, bytes.clone());
        if (before != null && before.length != bytes.length) {
            throw new AssertionError(
                    "put again, so readers would see the old one for a while: " + key);
        }
        changes.put(key, new Change(now, true));
    }

    private static <T> T require(@Nullable T found, String name) throws NoSuchFileException {
        if (found == null) {
            throw new NoSuchFileException(name);
        }
        return found;
    }

    private record Change(int at, boolean exists) {
        boolean isListed(int now) {
            return exists == (now - at >= LIST_LAG);
        }
    }
}
