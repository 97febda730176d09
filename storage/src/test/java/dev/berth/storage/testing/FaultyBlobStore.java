package dev.berth.storage.testing;

import dev.berth.oci.Digest;
import dev.berth.storage.BlobBytes;
import dev.berth.storage.BlobStore;
import dev.berth.storage.StoreFullException;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A store that fails on purpose, at points that a test chooses, and otherwise is the store
/// inside.
///
/// Calls are counted for each [Operation] from 1; a rule applies to calls after it was made.
/// For many threads; rules are asked under the monitor, calls run outside it.
public final class FaultyBlobStore implements BlobStore {
    private final BlobStore inner;
    private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
    private final List<Rule> rules = new ArrayList<>();

    public FaultyBlobStore(BlobStore inner) {
        this.inner = inner;
    }

    /// What can go wrong; `READ` is the opening of a found blob's bytes.
    public enum Operation {
        SIZE,
        FIND,
        READ,
        REDIRECT,
        STAGE,
        STAGED,
        APPEND,
        WRITE,
        CLOSE_APPENDER,
        OPEN_STAGED,
        COMMIT,
        ABORT,
        LIST,
        DELETE,
        FREE,
        RESTORE,
        QUARANTINE,
        CHECK
    }

    /// How it goes wrong.
    public enum Fault {
        /// Nothing is done, and the call fails.
        FAIL,
        /// Everything is done, and the call fails: its answer got lost.
        FAIL_AFTERWARDS,
        /// The first half of a write is done, and the call fails; other calls as [#FAIL].
        TEAR,
        /// Nothing is done, because there is no room.
        FULL
    }

    /// The `nth` call from now goes wrong.
    public synchronized void once(Operation operation, int nth, Fault fault) {
        int call = callsOf(operation) + nth;
        rules.add(new Rule(
                asked -> asked == operation && callsOf(operation) == call,
                Optional.of(fault),
                Stall.NONE,
                Stall.NONE));
    }

    /// Every call from now goes wrong, until [#heal].
    public synchronized void always(Operation operation, Fault fault) {
        rules.add(
                new Rule(asked -> asked == operation, Optional.of(fault), Stall.NONE, Stall.NONE));
    }

    /// Every call of any operation goes wrong with this probability, until [#heal].
    public synchronized void sometimes(long seed, double probability, Fault fault) {
        var random = new Random(seed);
        rules.add(new Rule(
                _ -> random.nextDouble() < probability,
                Optional.of(fault),
                Stall.NONE,
                Stall.NONE));
    }

    /// The next call waits before it does anything, until it is released.
    public synchronized Stall stall(Operation operation) {
        var stall = new Stall(1);
        stallNext(operation, stall, Stall.NONE);
        return stall;
    }

    /// The next call, of an operation on the store itself, waits when it has done everything,
    /// until it is released.
    public synchronized Stall stallAfterwards(Operation operation) {
        var stall = new Stall(1);
        stallNext(operation, Stall.NONE, stall);
        return stall;
    }

    private void stallNext(Operation operation, Stall before, Stall afterwards) {
        int call = callsOf(operation) + 1;
        rules.add(new Rule(
                asked -> asked == operation && callsOf(operation) == call,
                Optional.empty(),
                before,
                afterwards));
    }

    /// Nothing goes wrong from now on. Stalled calls stay stalled.
    public synchronized void heal() {
        rules.clear();
    }

    /// The number of calls so far.
    public synchronized int calls(Operation operation) {
        return callsOf(operation);
    }

    @Override
    public OptionalLong size(Digest digest) throws IOException {
        return around(Operation.SIZE, () -> inner.size(digest));
    }

    @Override
    public Optional<BlobBytes> find(Digest digest) throws IOException {
        return around(Operation.FIND, () -> inner.find(digest)).map(this::faulty);
    }

    private BlobBytes faulty(BlobBytes bytes) {
        return switch (bytes) {
            case BlobBytes.LocalFile(var size, var opener) ->
                new BlobBytes.LocalFile(size, () -> around(Operation.READ, opener::open));
            case BlobBytes.Remote(var size, var opener) ->
                new BlobBytes.Remote(
                        size,
                        (offset, length) ->
                                around(Operation.READ, () -> opener.open(offset, length)));
        };
    }

    @Override
    public Optional<URI> redirect(Digest digest, Duration validity) throws IOException {
        return around(Operation.REDIRECT, () -> inner.redirect(digest, validity));
    }

    @Override
    public void stage(UploadId id) throws IOException {
        run(Operation.STAGE, () -> inner.stage(id));
    }

    @Override
    public OptionalLong staged(UploadId id) throws IOException {
        return around(Operation.STAGED, () -> inner.staged(id));
    }

    @Override
    public Appender append(UploadId id, long offset) throws IOException {
        return new FaultyAppender(around(Operation.APPEND, () -> inner.append(id, offset)));
    }

    @Override
    public InputStream openStaged(UploadId id) throws IOException {
        return around(Operation.OPEN_STAGED, () -> inner.openStaged(id));
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
        return around(Operation.DELETE, () -> inner.delete(digest));
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
        return around(Operation.LIST, () -> inner.blobsAfter(after, limit));
    }

    @Override
    public void check() throws IOException {
        run(Operation.CHECK, inner::check);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }

    private int callsOf(Operation operation) {
        return calls.getOrDefault(operation, 0);
    }

    private void run(Operation operation, Action action) throws IOException {
        around(operation, () -> {
            action.run();
            return true;
        });
    }

    private <T> T around(Operation operation, Call<T> call) throws IOException {
        var rule = next(operation);
        var fault = rule.flatMap(Rule::fault);
        if (fault.isEmpty()) {
            var result = call.call();
            if (rule.isPresent()) {
                rule.get().afterwards.pass();
            }
            return result;
        }
        switch (fault.get()) {
            case FAIL, TEAR -> {}
            case FAIL_AFTERWARDS -> {
                var _ = call.call();
            }
            case FULL -> throw full(operation);
        }
        throw failure(operation);
    }

    /// Counts the call, waits if it is to stall, and tells which rule applies.
    private Optional<Rule> next(Operation operation) throws IOException {
        Optional<Rule> rule;
        synchronized (this) {
            calls.merge(operation, 1, Integer::sum);
            rule = rules.stream().filter(r -> r.applies.to(operation)).findFirst();
        }
        if (rule.isPresent()) {
            rule.get().before.pass();
        }
        return rule;
    }

    private static IOException failure(Operation operation) {
        return new IOException(operation + " fails on purpose");
    }

    private static StoreFullException full(Operation operation) {
        return new StoreFullException(operation + " finds no room, on purpose", failure(operation));
    }

    /// Where a call waits. Every wait ends after [#PATIENCE] with a failure.
    public static final class Stall {
        private static final Duration PATIENCE = Duration.ofSeconds(30);
        private static final Stall NONE = new Stall(0);

        private final CountDownLatch reached;
        private final CountDownLatch released;

        private Stall(int waits) {
            this.reached = new CountDownLatch(waits);
            this.released = new CountDownLatch(waits);
        }

        /// Returns when the call has come here.
        public void awaitReached() throws IOException {
            await(reached);
        }

        /// Lets the call go on.
        public void release() {
            released.countDown();
        }

        private void pass() throws IOException {
            reached.countDown();
            await(released);
        }

        private static void await(CountDownLatch latch) throws IOException {
            try {
                if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException("stalled for " + PATIENCE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted in a stall", e);
            }
        }
    }

    private final class FaultyAppender implements Appender {
        private final Appender appender;

        FaultyAppender(Appender appender) {
            this.appender = appender;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            var fault = next(Operation.WRITE).flatMap(Rule::fault);
            if (fault.isEmpty()) {
                appender.write(bytes, offset, length);
                return;
            }
            switch (fault.get()) {
                case FAIL -> throw failure(Operation.WRITE);
                case TEAR -> appender.write(bytes, offset, length / 2);
                case FAIL_AFTERWARDS -> appender.write(bytes, offset, length);
                case FULL -> {
                    appender.write(bytes, offset, length / 2);
                    throw full(Operation.WRITE);
                }
            }
            throw failure(Operation.WRITE);
        }

        /// Always closes the appender inside, which else would keep its file open.
        @Override
        public void close() throws IOException {
            var fault = next(Operation.CLOSE_APPENDER).flatMap(Rule::fault);
            appender.close();
            if (fault.isPresent()) {
                throw failure(Operation.CLOSE_APPENDER);
            }
        }
    }

    private record Rule(Condition applies, Optional<Fault> fault, Stall before, Stall afterwards) {}

    private interface Condition {
        boolean to(Operation operation);
    }

    private interface Call<T> {
        T call() throws IOException;
    }

    private interface Action {
        void run() throws IOException;
    }
}
