package dev.berth.storage;

import dev.berth.oci.Digest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Content-addressed bytes: the one place where layers live.
///
/// - A blob appears whole or not at all, and never changes.
/// - Bytes come in through a *staged* upload: opened, appended to, then committed under a
///   digest or aborted. A staged upload survives a restart of the process.
/// - The store does not hash: who commits has verified that the staged bytes have the digest.
///   (A driver may let its backend check once more.)
/// - Sizes and offsets are bytes; offsets count from 0.
/// - `IOException` means that the backend failed and the call may be repeated;
///   [StoreFullException] that there is no room.
/// - A backend that finds that it lost staged bytes fails the call and drops the upload: it
///   is then as one that was never staged.
/// - Safe for many threads and, where the backend is shared, many processes. One staged
///   upload has one writer at a time; the caller sees to that.
/// - Every implementation passes `BlobStoreContract`.
public interface BlobStore extends AutoCloseable {
    /// The size of a blob; empty if there is none.
    OptionalLong size(Digest digest) throws IOException;

    /// Where a blob's bytes can be had; empty if there is no such blob.
    Optional<BlobBytes> find(Digest digest) throws IOException;

    /// An address from which a client may fetch the blob itself for `validity`.
    ///
    /// Empty where the backend has none. The caller has checked that the client may read it.
    Optional<URI> redirect(Digest digest, Duration validity) throws IOException;

    /// Opens a new, empty staged upload.
    ///
    /// @throws IOException also if `id` is already staged
    void stage(UploadId id) throws IOException;

    /// The number of bytes staged so far, whoever wrote them; empty if there is no such
    /// upload.
    OptionalLong staged(UploadId id) throws IOException;

    /// Appends to a staged upload, which now has `offset` bytes.
    ///
    /// - Bytes that were written before a failure may stay; [#staged] tells.
    /// - Backends with a minimum part size buffer less than one part and keep the rest where
    ///   another process finds it.
    ///
    /// @throws IOException also if there is no such upload, or it has not `offset` bytes
    Appender append(UploadId id, long offset) throws IOException;

    /// The staged bytes from the start, to hash them once more.
    ///
    /// @throws IOException also if there is no such upload
    InputStream openStaged(UploadId id) throws IOException;

    /// Makes the staged bytes the blob `digest`, durably.
    ///
    /// - When this returns, the blob survives power loss, and the staged upload is gone.
    /// - If the blob is already there, the staged bytes are dropped.
    /// - Repeating a commit that failed half-way, or that succeeded, completes it.
    ///
    /// @throws IOException also if there is neither such an upload nor the blob
    void commit(UploadId id, Digest digest) throws IOException;

    /// Drops a staged upload; does nothing if there is none.
    void abort(UploadId id) throws IOException;

    /// Shows the staged uploads, in no order, until `visitor` has seen enough; for cleaning.
    ///
    /// - Costs the same for each of them, however many there are: no page begins anew.
    /// - The visitor may drop what it is shown. What comes or goes meanwhile may be left out.
    void visitStaged(Visitor<StagedUpload> visitor) throws IOException;

    /// Takes a blob out of reach of [#find]; false if there was none.
    ///
    /// - As quick for a large blob as for a small one, so that the caller may hold a lock.
    /// - The backend may keep the bytes until [#free], for [#restore].
    /// - A power loss may bring it back: then it is an unreferenced blob, which `fsck` finds.
    boolean delete(Digest digest) throws IOException;

    /// Shows the deleted blobs whose bytes are kept, in no order, until `visitor` has seen
    /// enough. The visitor may free or restore what it is shown.
    void visitDeleted(Visitor<Digest> visitor) throws IOException;

    /// Gives back the room that a deleted blob takes, which may last; nothing if none is kept.
    void free(Digest digest) throws IOException;

    /// Undoes a deletion, durably; nothing if no bytes are kept, or the blob is there again.
    void restore(Digest digest) throws IOException;

    /// Puts a blob with wrong bytes aside, out of reach of [#find], kept for the operator.
    ///
    /// Does nothing if there is none. The same digest can be pushed again.
    void quarantine(Digest digest) throws IOException;

    /// At most `limit` blobs with a digest greater than `after`, in order; for `fsck` only.
    List<StoredBlob> blobsAfter(Optional<Digest> after, int limit) throws IOException;

    /// Fails if the store cannot be written to now; cheap enough for a readiness check.
    void check() throws IOException;

    @Override
    void close() throws IOException;

    /// Is shown one thing after another.
    @FunctionalInterface
    interface Visitor<T> {
        /// Whether to be shown the next.
        boolean visit(T item) throws IOException;
    }

    /// A writer at the end of a staged upload.
    interface Appender extends AutoCloseable {
        /// Appends `length` bytes of `bytes` from `offset`; all or an `IOException`.
        void write(byte[] bytes, int offset, int length) throws IOException;

        /// Hands everything written to the backend so that [#staged] counts it.
        @Override
        void close() throws IOException;
    }

    /// A staged upload as found in the backend.
    record StagedUpload(UploadId id, long size, Instant modifiedAt) {}

    /// A blob as found in the backend.
    record StoredBlob(Digest digest, long size) {}
}
