package dev.berth.storage.filesystem;

import dev.berth.storage.testing.Blobs;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// A process that pushes random blobs until it is killed, and prints the digest of each push
/// that was acknowledged. Arguments: the store's folder, a seed.
final class PushForever {
    private static final int WRITERS = 4;
    private static final int BLOB_BYTES_MAX = 200_000;

    private PushForever() {}

    public static void main(String[] arguments) throws Exception {
        var store = FilesystemBlobStore.open(Path.of(arguments[0]));
        var seeds = new Random(Long.parseLong(arguments[1]));
        Callable<Void> writer = () -> {
            var random = new Random(seeds.nextLong());
            while (true) {
                byte[] bytes = new byte[1 + random.nextInt(BLOB_BYTES_MAX)];
                random.nextBytes(bytes);
                System.out.println(Blobs.push(store, bytes));
            }
        };
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            threads.invokeAny(Stream.generate(() -> writer).limit(WRITERS).toList());
        }
    }
}
