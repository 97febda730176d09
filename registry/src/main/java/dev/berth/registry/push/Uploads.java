package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.registry.content.Leases;
import dev.berth.registry.content.UploadTable;
import dev.berth.registry.content.UploadTable.UploadRow;
import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.time.Duration;

/// Upload sessions: blobs on their way in.
///
/// - A session belongs to one repository; through another one it is unknown.
/// - It survives a restart, and every process on the same database and store can go on with
///   it.
/// - One request at a time writes to it; another one waits a little and is then refused.
/// - What a failed request brought stays; [#status] tells where to go on.
///
/// Refusal: `BlobUploadUnknown`, if the repository has no such session.
///
/// Source: distribution-spec, "Pushing Blobs".
public final class Uploads {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Database database;
    private final BlobStore store;
    private final CommitBlob commitBlob;
    private final Leases leases;
    private final UploadLimits limits;
    private final RunningHashes hashes;
    private final Exclusive<UploadId> turns = new Exclusive<>();

    public Uploads(Database database, BlobStore store, Leases leases, UploadLimits limits) {
        this.database = database;
        this.store = store;
        this.commitBlob = new CommitBlob(database, store, leases);
        this.leases = leases;
        this.limits = limits;
        this.hashes = new RunningHashes(store);
    }

    /// What uploads are held to.
    ///
    /// @param blobBytesMax largest blob
    /// @param lifetime how long a session lives after its last byte
    /// @param turnWait how long a request waits for another one that writes to its session
    public record UploadLimits(long blobBytesMax, Duration lifetime, Duration turnWait) {}

    /// Opens a session that will most likely close with `sha256`.
    public UploadId open(RepositoryName repository) throws IOException {
        return open(repository, Digest.Algorithm.SHA256);
    }

    /// Opens a session that will most likely close with `algorithm`; another one costs
    /// reading the bytes again.
    public UploadId open(RepositoryName repository, Digest.Algorithm algorithm) throws IOException {
        var upload = UploadId.random();
        store.stage(upload);
        database.writeRelaxed(transaction -> {
            UploadTable.insert(
                    transaction, new UploadRow(upload, repository, algorithm, leases.now()));
            return upload;
        });
        return upload;
    }

    /// Appends a chunk; the number of bytes there are now.
    ///
    /// Refusals: `RangeInvalid` if it does not start where the upload ends, and nothing is
    /// lost; `SizeInvalid` if it is not as long as it said, or the blob would grow too
    /// large.
    public long append(RepositoryName repository, UploadId upload, Chunk chunk)
            throws IOException, InterruptedException {
        try (var _ = turn(upload)) {
            var session = require(repository, upload);
            var end = receive(upload, session.algorithm(), chunk);
            hashes.put(upload, end);
            touch(session);
            return end.bytes();
        }
    }

    /// The number of bytes there are.
    public long status(RepositoryName repository, UploadId upload) throws IOException {
        require(repository, upload);
        return staged(upload);
    }

    /// Appends the last chunk, which may be empty, and makes the whole the blob `digest` of
    /// the repository, durably.
    ///
    /// Refusals: those of [#append]; `DigestMismatch` if the bytes have another digest, and
    /// then the session is gone.
    public void finish(RepositoryName repository, UploadId upload, Digest digest, Chunk last)
            throws IOException, InterruptedException {
        try (var _ = turn(upload)) {
            require(repository, upload);
            var hash = receive(upload, digest.algorithm(), last);
            var actual = hash.finish();
            if (!actual.equals(digest)) {
                drop(upload);
                throw new OciException(new OciError.DigestMismatch(digest, actual));
            }
            requireAlone(upload, hash.bytes());
            commitBlob.commit(repository, upload, digest, hash.bytes());
        }
    }

    /// Two processes have turns of their own. Bytes are only ever appended, so those of
    /// another one show in the size.
    private void requireAlone(UploadId upload, long hashed) throws IOException {
        if (staged(upload) != hashed) {
            drop(upload);
            throw new OciException(new OciError.BlobUploadInvalid(
                    "two requests wrote to this upload at the same time; open a new one"));
        }
    }

    /// How many hashes are kept for sessions that go on.
    public int keptHashes() {
        return hashes.size();
    }

    /// Ends a session without a blob.
    public void cancel(RepositoryName repository, UploadId upload)
            throws IOException, InterruptedException {
        try (var _ = turn(upload)) {
            require(repository, upload);
            drop(upload);
        }
    }

    /// Takes a whole blob in one request, durably, without a session.
    ///
    /// Refusals: `DigestMismatch`, and `SizeInvalid` as for [#append].
    public void pushWhole(RepositoryName repository, Digest digest, Chunk whole)
            throws IOException, InterruptedException {
        var upload = UploadId.random();
        store.stage(upload);
        try {
            var hash = receive(upload, digest.algorithm(), whole);
            var actual = hash.finish();
            if (!actual.equals(digest)) {
                throw new OciException(new OciError.DigestMismatch(digest, actual));
            }
            commitBlob.commit(repository, upload, digest, hash.bytes());
        } catch (IOException | InterruptedException | RuntimeException failure) {
            abort(upload, failure);
            throw failure;
        }
    }

    private void abort(UploadId upload, Exception failure) {
        hashes.remove(upload);
        try {
            store.abort(upload);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private Exclusive.Turn turn(UploadId upload) throws InterruptedException {
        return turns.take(upload, limits.turnWait())
                .orElseThrow(() -> new OciException(new OciError.TooManyRequests(RETRY_AFTER)));
    }

    private UploadRow require(RepositoryName repository, UploadId upload) {
        return database.read(transaction -> UploadTable.find(transaction, upload))
                .filter(session -> session.repository().equals(repository))
                .orElseThrow(() -> unknown(upload));
    }

    private long staged(UploadId upload) throws IOException {
        return store.staged(upload).orElseThrow(() -> unknown(upload));
    }

    private static OciException unknown(UploadId upload) {
        return new OciException(new OciError.BlobUploadUnknown(upload.toString()));
    }

    /// Appends a chunk to what is staged, and returns the hash of the whole.
    private RunningHash receive(UploadId upload, Digest.Algorithm algorithm, Chunk chunk)
            throws IOException {
        long offset = staged(upload);
        long lengthMax = chunk.admit(offset, limits.blobBytesMax());
        var buffer = new byte[BUFFER_BYTES];
        var hash = hashes.take(upload, algorithm, offset, buffer);
        boolean received = false;
        try {
            copy(upload, chunk, lengthMax, hash, buffer);
            chunk.requireWhole(hash.bytes() - offset);
            received = true;
        } finally {
            if (!received) {
                hashes.put(upload, hash);
            }
        }
        return hash;
    }

    /// What is written is hashed next, so that a cut leaves a hash of exactly what is
    /// staged.
    private void copy(UploadId upload, Chunk chunk, long lengthMax, RunningHash hash, byte[] buffer)
            throws IOException {
        int read = chunk.bytes().read(buffer);
        if (read < 0) {
            return;
        }
        long left = lengthMax;
        try (var appender = store.append(upload, hash.bytes())) {
            for (; read >= 0; read = chunk.bytes().read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw new OciException(new OciError.SizeInvalid(
                            "there are more than the " + lengthMax + " bytes that may come here"));
                }
                appender.write(buffer, 0, read);
                hash.update(buffer, read);
            }
        }
    }

    private void touch(UploadRow session) {
        long now = leases.now();
        if (now - session.touchedAt() > Leases.micros(limits.lifetime()) / 8) {
            database.writeRelaxed(transaction -> {
                UploadTable.touch(transaction, session.id(), now);
                return now;
            });
        }
    }

    private void drop(UploadId upload) throws IOException {
        hashes.remove(upload);
        database.writeRelaxed(transaction -> {
            UploadTable.delete(transaction, upload);
            return upload;
        });
        store.abort(upload);
    }
}
