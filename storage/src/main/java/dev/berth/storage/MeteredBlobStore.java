package dev.berth.storage;

import dev.berth.oci.Digest;
import dev.berth.platform.telemetry.Counter;
import dev.berth.platform.telemetry.Labelled;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.platform.telemetry.Timer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Counts and times what a store does.
///
/// - `storage.operation.seconds` by `operation` and `outcome`: `done`, `full`, `failed`.
/// - `storage.appended.bytes`: what went in, committed or not.
/// - A visit is timed with what its visitor does.
/// - Reading is not timed: how fast bytes leave is the client's affair.
public final class MeteredBlobStore implements BlobStore {
    private final BlobStore inner;
    private final Labelled<Timer> operations;
    private final Map<Operation, Timer> done = new EnumMap<>(Operation.class);
    private final Counter appended;

    public MeteredBlobStore(BlobStore inner, Metrics metrics) {
        this.inner = inner;
        this.operations = metrics.timers(
                "storage.operation.seconds", "Calls of the blob store.", "operation", "outcome");
        for (var operation : Operation.values()) {
            done.put(operation, operations.of(operation.label, "done"));
        }
        this.appended = metrics.counter("storage.appended.bytes", "Bytes appended to uploads.");
    }

    private enum Operation {
        SIZE,
        FIND,
        REDIRECT,
        STAGE,
        STAGED,
        APPEND,
        OPEN_STAGED,
        COMMIT,
        ABORT,
        LIST,
        DELETE,
        FREE,
        RESTORE,
        QUARANTINE,
        CHECK;

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public OptionalLong size(Digest digest) throws IOException {
        return timed(Operation.SIZE, () -> inner.size(digest));
    }

    @Override
    public Optional<BlobBytes> find(Digest digest) throws IOException {
        return timed(Operation.FIND, () -> inner.find(digest));
    }

    @Override
    public Optional<URI> redirect(Digest digest, Duration validity) throws IOException {
        return timed(Operation.REDIRECT, () -> inner.redirect(digest, validity));
    }

    @Override
    public void stage(UploadId id) throws IOException {
        run(Operation.STAGE, () -> inner.stage(id));
    }

    @Override
    public OptionalLong staged(UploadId id) throws IOException {
        return timed(Operation.STAGED, () -> inner.staged(id));
    }

    @Override
    public Appender append(UploadId id, long offset) throws IOException {
        var appender = timed(Operation.APPEND, () -> inner.append(id, offset));
        return new Appender() {
            @Override
            public void write(byte[] bytes, int start, int length) throws IOException {
                appender.write(bytes, start, length);
                appended.add(length);
            }

            @Override
            public void close() throws IOException {
                appender.close();
            }
        };
    }

    @Override
    public InputStream openStaged(UploadId id) throws IOException {
        return timed(Operation.OPEN_STAGED, () -> inner.openStaged(id));
    }

    @Override
    public void commit(UploadId id, Digest digest) throws IOException {
        run(Operation.COMMIT, () -> inner.commit(id, digest));
    }

    @Override
    public void abort(UploadId id) throws IOException {
        run(Operation.ABORT, () -> inner.abort(id));
    }

    @Override
    public void visitStaged(Visitor<StagedUpload> visitor) throws IOException {
        run(Operation.LIST, () -> inner.visitStaged(visitor));
    }

    @Override
    public boolean delete(Digest digest) throws IOException {
        return timed(Operation.DELETE, () -> inner.delete(digest));
    }

    @Override
    public void visitDeleted(Visitor<Digest> visitor) throws IOException {
        run(Operation.LIST, () -> inner.visitDeleted(visitor));
    }

    @Override
    public void free(Digest digest) throws IOException {
        run(Operation.FREE, () -> inner.free(digest));
    }

    @Override
    public void restore(Digest digest) throws IOException {
        run(Operation.RESTORE, () -> inner.restore(digest));
    }

    @Override
    public void quarantine(Digest digest) throws IOException {
        run(Operation.QUARANTINE, () -> inner.quarantine(digest));
    }

    @Override
    public List<StoredBlob> blobsAfter(Optional<Digest> after, int limit) throws IOException {
        return timed(Operation.LIST, () -> inner.blobsAfter(after, limit));
    }

    @Override
    public void check() throws IOException {
        run(Operation.CHECK, inner::check);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }

    private void run(Operation operation, Action action) throws IOException {
        var _ = timed(operation, () -> {
            action.run();
            return true;
        });
    }

    private <T> T timed(Operation operation, Call<T> call) throws IOException {
        long start = System.nanoTime();
        String outcome = "failed";
        try {
            T result = call.call();
            outcome = "done";
            return result;
        } catch (StoreFullException e) {
            outcome = "full";
            throw e;
        } finally {
            timer(operation, outcome).recordNanos(System.nanoTime() - start);
        }
    }

    /// Without a look-up by text where all goes well.
    private Timer timer(Operation operation, String outcome) {
        var ready = outcome.equals("done") ? done.get(operation) : null;
        return ready == null ? operations.of(operation.label, outcome) : ready;
    }

    private interface Call<T> {
        T call() throws IOException;
    }

    private interface Action {
        void run() throws IOException;
    }
}
