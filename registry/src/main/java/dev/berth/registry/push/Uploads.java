package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.registry.content.Leases;
import dev.berth.registry.content.Repositories;
import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.time.Duration;

/// Upload sessions: blobs on their way in.
///
/// - A session belongs to one repository; through another one it is unknown.
/// - It is its staged bytes and nothing else, so it survives a restart, and every process on the
///   same store can go on with it.
/// - One request at a time writes to it; another one waits a little and is then refused.
/// - What a failed request brought stays; [#status] tells where to go on.
///
/// Refusal: `BlobUploadUnknown`, if the repository has no such session.
///
/// Source: distribution-spec, "Pushing Blobs".
public final class Uploads {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final BlobStore store;
    private final CommitBlob commitBlob;
    private final UploadLimits limits;
    private final RunningHashes hashes;
    private final Exclusive<UploadId> turns = new Exclusive<>();

    public Uploads(
            Database database,
            BlobStore store,
            Repositories repositories,
            Leases leases,
            UploadLimits limits) {
        this.store = store;
        this.commitBlob = new CommitBlob(database, store, repositories, leases);
        this.limits = limits;
        this.hashes = new RunningHashes(store);
    }

    /// What uploads are held to.
    ///
    /// @param blobBytesMax largest blob
    /// @param turnWait how long a request waits for another one that writes to its session
    public record UploadLimits(long blobBytesMax, Duration turnWait) {}

    /// Opens a session that will most likely close with `sha256`.
    public UploadId open(RepositoryName repository) throws IOException {
        return open(repository, Digest.Algorithm.SHA256);
    }

    /// Opens a session that will most likely close with `algorithm`; another one costs
    /// reading the bytes again.
    public UploadId open(RepositoryName repository, Digest.Algorithm algorithm) throws IOException {
        var session = UploadSession.open(repository);
        store.stage(session.staged());
        hashes.begin(session.staged(), algorithm);
        return session.reference();
    }

    /// Appends a chunk; the number of bytes there are now.
    ///
    /// Refusals: `RangeInvalid` if it does not start where the upload ends, and nothing is
    /// lost; `SizeInvalid` if it is not as long as it said, or the blob would grow too
    /// large.
    public long append(RepositoryName repository, UploadId upload, Chunk chunk)
            throws IOException, InterruptedException {
        var session = UploadSession.of(repository, upload);
        try (var _ = turn(session)) {
            var end = receive(session, hashes.algorithm(session.staged()), chunk);
            hashes.put(session.staged(), end);
            return end.bytes();
        }
    }

    /// The number of bytes there are.
    ///
    /// Waits its turn: what a cut connection brought may still be on its way to the store
    /// when its client asks where to go on. While a request keeps on writing, the number is
    /// what there is by now.
    public long status(RepositoryName repository, UploadId upload)
            throws IOException, InterruptedException {
        var session = UploadSession.of(repository, upload);
        var _ = size(session);
        turns.take(session.staged(), limits.turnWait()).ifPresent(Exclusive.Turn::close);
        return size(session);
    }

    /// Appends the last chunk, which may be empty, and makes the whole the blob `digest` of
    /// the repository, durably.
    ///
    /// Refusals: those of [#append]; `DigestMismatch` if the bytes have another digest, and
    /// then the session is gone.
    public void finish(RepositoryName repository, UploadId upload, Digest digest, Chunk last)
            throws IOException, InterruptedException {
        var session = UploadSession.of(repository, upload);
        try (var _ = turn(session)) {
            var hash = receive(session, digest.algorithm(), last);
            var actual = hash.finish();
            if (!actual.equals(digest)) {
                drop(session);
                throw new OciException(new OciError.DigestMismatch(digest, actual));
            }
            requireAlone(session, hash.bytes());
            commitBlob.commit(repository, session.staged(), digest, hash.bytes());
        }
    }

    /// Two processes have turns of their own. Bytes are only ever appended, so those of
    /// another one show in the size.
    private void requireAlone(UploadSession session, long hashed) throws IOException {
        if (size(session) != hashed) {
            drop(session);
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
        var session = UploadSession.of(repository, upload);
        try (var _ = turn(session)) {
            var _ = size(session);
            drop(session);
        }
    }

    /// Takes a whole blob in one request, durably, without a session.
    ///
    /// Refusals: `DigestMismatch`, and `SizeInvalid` as for [#append].
    public void pushWhole(RepositoryName repository, Digest digest, Chunk whole)
            throws IOException, InterruptedException {
        var session = UploadSession.unnamed();
        store.stage(session.staged());
        try {
            var hash = receive(session, digest.algorithm(), whole);
            var actual = hash.finish();
            if (!actual.equals(digest)) {
                throw new OciException(new OciError.DigestMismatch(digest, actual));
            }
            commitBlob.commit(repository, session.staged(), digest, hash.bytes());
        } catch (IOException | InterruptedException | RuntimeException failure) {
            abort(session, failure);
            throw failure;
        }
    }

    private void abort(UploadSession session, Exception failure) {
        try {
            drop(session);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private Exclusive.Turn turn(UploadSession session) throws InterruptedException {
        return turns.take(session.staged(), limits.turnWait())
                .orElseThrow(() -> new OciException(new OciError.TooManyRequests(RETRY_AFTER)));
    }

    /// The number of staged bytes. Refusal: `BlobUploadUnknown` if there is no such session.
    private long size(UploadSession session) throws IOException {
        return store.staged(session.staged()).orElseThrow(session::unknown);
    }

    /// Appends a chunk to what is staged, and returns the hash of the whole.
    private RunningHash receive(UploadSession session, Digest.Algorithm algorithm, Chunk chunk)
            throws IOException {
        long offset = size(session);
        long lengthMax = chunk.admit(offset, limits.blobBytesMax());
        var buffer = new byte[BUFFER_BYTES];
        var hash = hashes.take(session.staged(), algorithm, offset, buffer);
        boolean received = false;
        try {
            copy(session.staged(), chunk, lengthMax, hash, buffer);
            chunk.requireWhole(hash.bytes() - offset);
            received = true;
        } finally {
            if (!received) {
                hashes.put(session.staged(), hash);
            }
        }
        return hash;
    }

    /// What is written is hashed next, so that a cut leaves a hash of exactly what is
    /// staged.
    private void copy(UploadId staged, Chunk chunk, long lengthMax, RunningHash hash, byte[] buffer)
            throws IOException {
        int read = chunk.bytes().read(buffer);
        if (read < 0) {
            return;
        }
        long left = lengthMax;
        try (var appender = store.append(staged, hash.bytes())) {
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

    private void drop(UploadSession session) throws IOException {
        hashes.remove(session.staged());
        store.abort(session.staged());
    }
}
