package dev.berth.bench.floor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.content.Sha256;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Hash, write, fsync, by a number of threads; no network, no names, no index.
///
/// Protocol, one line each on standard input and output:
/// - in `<series> <count> <bytes> <writers>`, out `ready` when the blobs are prepared
/// - in `go`, out the wall time and then every blob's time, in nanoseconds, when all are on the
/// disk
public final class FloorProgram {
    private final Path folder;

    private FloorProgram(Path folder) {
        this.folder = folder;
    }

    /// Serves orders until the input ends.
    ///
    /// @param arguments the folder to write into
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException {
        var program = new FloorProgram(Path.of(arguments[0]));
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        String line = input.readLine();
        while (line != null) {
            List<Long> work = Arrays.stream(line.split(" ")).map(Long::valueOf).toList();
            var blobs = program.prepare(work.get(0), work.get(1).intValue(), work.get(2));
            System.out.println("ready");
            input.readLine();
            System.out.println(program.write(blobs, work.get(3).intValue()));
            program.clear();
            line = input.readLine();
        }
    }

    private List<RandomBlob> prepare(long series, int count, long bytes) {
        var blobs = new ArrayList<RandomBlob>(count);
        for (int i = 0; i < count; i++) {
            blobs.add(RandomBlob.of(series, i, bytes));
        }
        return blobs;
    }

    private String write(List<RandomBlob> blobs, int writers)
            throws InterruptedException, ExecutionException {
        long[] nanos = new long[blobs.size()];
        var next = new AtomicInteger();
        long start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(writers)) {
            var workers = new ArrayList<Future<?>>();
            for (int i = 0; i < writers; i++) {
                workers.add(threads.submit(() -> {
                    int index = next.getAndIncrement();
                    while (index < nanos.length) {
                        nanos[index] = write(index, blobs.get(index));
                        index = next.getAndIncrement();
                    }
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        long elapsed = System.nanoTime() - start;
        return elapsed + " "
                + Arrays.stream(nanos).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    private long write(int index, RandomBlob blob) throws IOException {
        long start = System.nanoTime();
        Path path = folder.resolve(Integer.toString(index));
        try (var file = FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var both = new Hashing(file, new Sha256())) {
            blob.writeTo(both);
            if (!both.sha().finish().equals(blob.digest())) {
                throw new IOException("the same bytes gave another digest");
            }
            file.force(true);
        }
        return System.nanoTime() - start;
    }

    private void clear() throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private record Hashing(FileChannel file, Sha256 sha) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            sha.write(bytes.duplicate());
            return file.write(bytes);
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() {
            sha.close();
        }
    }
}
