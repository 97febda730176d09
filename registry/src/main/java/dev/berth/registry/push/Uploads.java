package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.registry.content.Pending;
import dev.berth.storage.UploadId;

import java.io.IOException;

/// Upload sessions: blobs on their way in.
///
/// - A session belongs to one repository; through another one it is unknown.
/// - It survives a restart, and every process on the same database and store can go on with
///   it.
/// - One request at a time writes to it; another one waits a little and is then refused.
/// - What a failed request brought may stay; [#status] tells where to go on.
///
/// Refusal: `BlobUploadUnknown`, if the repository has no such session.
public final class Uploads {
    /// Opens a session that will most likely close with `sha256`.
    public UploadId open(RepositoryName repository) throws IOException {
        return open(repository, Digest.Algorithm.SHA256);
    }

    /// Opens a session that will most likely close with `algorithm`; another one costs
    /// reading the bytes again.
    public UploadId open(RepositoryName repository, Digest.Algorithm algorithm) throws IOException {
        return Pending.follows();
    }

    /// Appends a chunk; the number of bytes there are now.
    ///
    /// Refusals: `RangeInvalid` if it does not start where the upload ends, and nothing is
    /// lost; `SizeInvalid` if it is not as long as it said, or the blob would grow too
    /// large.
    public long append(RepositoryName repository, UploadId upload, Chunk chunk)
            throws IOException, InterruptedException {
        return Pending.follows();
    }

    /// The number of bytes there are.
    public long status(RepositoryName repository, UploadId upload) throws IOException {
        return Pending.follows();
    }

    /// Appends the last chunk, which may be empty, and makes the whole the blob `digest` of
    /// the repository, durably.
    ///
    /// Refusals: those of [#append]; `DigestMismatch` if the bytes have another digest, and
    /// then the session is gone.
    public void finish(RepositoryName repository, UploadId upload, Digest digest, Chunk last)
            throws IOException, InterruptedException {
        Pending.follows();
    }

    /// Ends a session without a blob.
    public void cancel(RepositoryName repository, UploadId upload)
            throws IOException, InterruptedException {
        Pending.follows();
    }

    /// Takes a whole blob in one request, durably, without a session.
    ///
    /// Refusals: `DigestMismatch`, and `SizeInvalid` as for [#append].
    public void pushWhole(RepositoryName repository, Digest digest, Chunk whole)
            throws IOException, InterruptedException {
        Pending.follows();
    }
}
