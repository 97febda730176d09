package dev.berth.storage.memory;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.storage.BlobBytes;
import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Blobs on the heap. What is kept lives as long as the instance, closed or not.
///
/// One monitor guards all maps; bytes that are a blob are never changed again.
public final class MemoryBlobStore implements BlobStore {
    private final Clock clock;
    private final NavigableMap<Digest, byte[]> blobs = new TreeMap<>();
    private final NavigableMap<UploadId, Upload> uploads = new TreeMap<>();
    private final NavigableMap<Digest, byte[]> quarantine = new TreeMap<>();
    private final NavigableMap<Digest, byte[]> deleted = new TreeMap<>();

    public MemoryBlobStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized OptionalLong size(Digest digest) {
        var bytes = blobs.get(digest);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    @Override
    public synchronized Optional<BlobBytes> find(Digest digest) {
        return Optional.ofNullable(blobs.get(digest))
                .map(bytes -> new BlobBytes.Remote(
                        bytes.length, (offset, length) -> open(digest, offset, length)));
    }

    private synchronized InputStream open(Digest digest, long offset, long length) {
        var bytes = blobs.get(digest);
        if (bytes == null) {
            throw new OciException(new OciError.BlobUnknown(digest));
        }
        return new ByteArrayInputStream(bytes, Math.toIntExact(offset), Math.toIntExact(length));
    }

    @Override
    public Optional<URI> redirect(Digest digest, Duration validity) {
        return Optional.empty();
    }

    @Override
    public synchronized void stage(UploadId id) throws IOException {
        if (uploads.putIfAbsent(id, new Upload(clock.instant())) != null) {
            throw new IOException("upload " + id + " is already staged");
        }
    }

    @Override
    public synchronized OptionalLong staged(UploadId id) {
        var upload = uploads.get(id);
        return upload == null ? OptionalLong.empty() : OptionalLong.of(upload.bytes.size());
    }

    @Override
    public synchronized Appender append(UploadId id, long offset) throws IOException {
        var upload = requireUpload(id);
        if (upload.bytes.size() != offset) {
            throw new IOException(
                    "upload " + id + " has " + upload.bytes.size() + " bytes, not " + offset);
        }
        return new Appender() {
            @Override
            public void write(byte[] bytes, int start, int length) {
                synchronized (MemoryBlobStore.this) {
                    upload.bytes.write(bytes, start, length);
                    upload.modifiedAt = clock.instant();
                }
            }

            @Override
            public void close() {
                // Every write is counted at once.
            }
        };
    }

    @Override
    public synchronized InputStream openStaged(UploadId id) throws IOException {
        return new ByteArrayInputStream(requireUpload(id).bytes.toByteArray());
    }

    @Override
    public synchronized void commit(UploadId id, Digest digest) throws IOException {
        var upload = uploads.remove(id);
        if (upload != null) {
            blobs.putIfAbsent(digest, upload.bytes.toByteArray());
        } else if (!blobs.containsKey(digest)) {
            throw new NoSuchFileException("upload " + id);
        }
    }

    @Override
    public synchronized void abort(UploadId id) {
        uploads.remove(id);
    }

    @Override
    public void visitStaged(Visitor<StagedUpload> visitor) throws IOException {
        for (var upload : stagedNow()) {
            if (!visitor.visit(upload)) {
                return;
            }
        }
    }

    private synchronized List<StagedUpload> stagedNow() {
        return uploads.entrySet().stream()
                .map(entry -> new StagedUpload(
                        entry.getKey(), entry.getValue().bytes.size(), entry.getValue().modifiedAt))
                .toList();
    }

    @Override
    public synchronized boolean delete(Digest digest) {
        var bytes = blobs.remove(digest);
        if (bytes != null) {
            deleted.put(digest, bytes);
        }
        return bytes != null;
    }

    @Override
    public void visitDeleted(Visitor<Digest> visitor) throws IOException {
        for (var digest : deletedNow()) {
            if (!visitor.visit(digest)) {
                return;
            }
        }
    }

    private synchronized List<Digest> deletedNow() {
        return List.copyOf(deleted.keySet());
    }

    @Override
    public synchronized void free(Digest digest) {
        deleted.remove(digest);
    }

    @Override
    public synchronized void restore(Digest digest) {
        var bytes = deleted.remove(digest);
        if (bytes != null) {
            blobs.putIfAbsent(digest, bytes);
        }
    }

    @Override
    public synchronized void quarantine(Digest digest) {
        var bytes = blobs.remove(digest);
        if (bytes != null) {
            quarantine.put(digest, bytes);
        }
    }

    @Override
    public synchronized List<StoredBlob> blobsAfter(Optional<Digest> after, int limit) {
        var rest = after.map(digest -> blobs.tailMap(digest, false)).orElse(blobs);
        return rest.entrySet().stream()
                .limit(limit)
                .map(entry -> new StoredBlob(entry.getKey(), entry.getValue().length))
                .toList();
    }

    @Override
    public void check() {
        // The heap can be written to.
    }

    @Override
    public void close() {
        // What is kept stays for who opens it again.
    }

    private Upload requireUpload(UploadId id) throws NoSuchFileException {
        @Nullable Upload upload = uploads.get(id);
        if (upload == null) {
            throw new NoSuchFileException("upload " + id);
        }
        return upload;
    }

    private static final class Upload {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Instant modifiedAt;

        Upload(Instant openedAt) {
            this.modifiedAt = openedAt;
        }
    }
}
