package dev.berth.storage.filesystem;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.platform.waiting.Waits;
import dev.berth.storage.BlobBytes;
import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Blobs as files below one folder, which several processes may share.
///
/// *How a commit works.* The staged file is brought to disk; then it is renamed to its
/// digest, which is one atomic step; then the folder with the new name is brought to disk. A
/// crash leaves the file under its old name or whole under the new one. Each commit makes its
/// own two fsyncs in its own thread: the file system's journal writes those that wait
/// together as one, and does it better than a queue in front of it (ADR 41).
///
/// - Files are readable for the owner's group, folders too; nobody else sees them.
/// - `redirect` is always empty.
public final class FilesystemBlobStore implements BlobStore {
    private static final int WRITE_BACKS_MAX = 4;

    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));
    private static final Set<StandardOpenOption> CREATE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final BlobFolders folders;
    private final DiskErrors errors;
    private final Semaphore writeBacks = new Semaphore(WRITE_BACKS_MAX);

    /// Blobs that have their name, but perhaps not on disk.
    private final Set<Digest> unsynced = ConcurrentHashMap.newKeySet();

    private FilesystemBlobStore(BlobFolders folders, DiskErrors errors) {
        this.folders = folders;
        this.errors = errors;
    }

    /// Opens the store in `root`, which is made if it is not there.
    public static FilesystemBlobStore open(Path root) throws IOException {
        var errors = new DiskErrors(root);
        try {
            return new FilesystemBlobStore(BlobFolders.create(root), errors);
        } catch (IOException e) {
            throw errors.explained(e, "cannot open the blob store in " + root);
        }
    }

    /// Whether a store was opened in `root` before.
    public static boolean isIn(Path root) {
        return BlobFolders.areIn(root);
    }

    @Override
    public OptionalLong size(Digest digest) throws IOException {
        Waits.begin();
        return sizeOf(folders.blob(digest));
    }

    @Override
    public Optional<BlobBytes> find(Digest digest) throws IOException {
        Waits.begin();
        var file = folders.blob(digest);
        var size = sizeOf(file);
        return size.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new BlobBytes.LocalFile(size.getAsLong(), () -> openBlob(digest, file)));
    }

    private static FileChannel openBlob(Digest digest, Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new OciException(new OciError.BlobUnknown(digest), e);
        }
    }

    @Override
    public Optional<URI> redirect(Digest digest, Duration validity) {
        return Optional.empty();
    }

    @Override
    public void stage(UploadId id) throws IOException {
        var file = folders.upload(id);
        try {
            FileChannel.open(file, CREATE, FILE_MODE).close();
        } catch (IOException e) {
            throw errors.explained(e, "cannot open the upload " + file);
        }
    }

    @Override
    public OptionalLong staged(UploadId id) throws IOException {
        return sizeOf(folders.upload(id));
    }

    @Override
    public Appender append(UploadId id, long offset) throws IOException {
        return FileAppender.open(folders.upload(id), offset, errors, writeBacks);
    }

    @Override
    public InputStream openStaged(UploadId id) throws IOException {
        return Files.newInputStream(folders.upload(id));
    }

    @Override
    public void commit(UploadId id, Digest digest) throws IOException {
        var staged = folders.upload(id);
        var blob = folders.blob(digest);
        try {
            if (isNeeded(staged, blob, digest)) {
                syncData(staged);
                unsynced.add(digest);
                Files.move(staged, blob, StandardCopyOption.ATOMIC_MOVE);
            }
            BlobFolders.sync(folders.of(digest));
            unsynced.remove(digest);
            Files.deleteIfExists(staged);
        } catch (IOException e) {
            throw errors.explained(e, "cannot commit " + staged + " as " + digest);
        }
    }

    /// False if the blob is there, from another upload or from this commit's first try.
    ///
    /// A blob whose name may not be on disk yet, or with another size, is replaced.
    private boolean isNeeded(Path staged, Path blob, Digest digest) throws IOException {
        var stagedSize = sizeOf(staged);
        var blobSize = sizeOf(blob);
        if (stagedSize.isEmpty() && blobSize.isEmpty()) {
            throw new NoSuchFileException(staged.toString());
        }
        if (stagedSize.isEmpty()) {
            return false;
        }
        return !stagedSize.equals(blobSize) || unsynced.contains(digest);
    }

    /// After a failed sync the system takes the lost bytes for written, so the file must go.
    private static void syncData(Path staged) throws IOException {
        try (var channel = FileChannel.open(staged, StandardOpenOption.WRITE)) {
            try {
                channel.force(true);
            } catch (ClosedChannelException e) {
                throw e; // The thread was interrupted; the disk is not to blame.
            } catch (IOException e) {
                Files.deleteIfExists(staged);
                throw e;
            }
        }
    }

    @Override
    public void abort(UploadId id) throws IOException {
        try {
            Files.deleteIfExists(folders.upload(id));
        } catch (IOException e) {
            throw errors.explained(e, "cannot drop the upload " + id);
        }
    }

    @Override
    public void visitStaged(Visitor<StagedUpload> visitor) throws IOException {
        folders.visitUploads(id -> {
            var attributes = attributes(folders.upload(id));
            return attributes == null
                    || visitor.visit(new StagedUpload(
                            id, attributes.size(), attributes.lastModifiedTime().toInstant()));
        });
    }

    /// A rename, because to unlink a large file takes a slow disk seconds.
    @Override
    public boolean delete(Digest digest) throws IOException {
        unsynced.remove(digest);
        try {
            Files.move(
                    folders.blob(digest), folders.deleted(digest), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            // What is not there may be the folder that it was to go to.
            if (sizeOf(folders.blob(digest)).isPresent()) {
                throw errors.explained(e, "cannot delete " + digest);
            }
            return false;
        } catch (IOException e) {
            throw errors.explained(e, "cannot delete " + digest);
        }
    }

    @Override
    public void visitDeleted(Visitor<Digest> visitor) throws IOException {
        folders.visitDeleted(visitor);
    }

    @Override
    public void free(Digest digest) throws IOException {
        try {
            Files.deleteIfExists(folders.deleted(digest));
        } catch (IOException e) {
            throw errors.explained(e, "cannot free " + digest);
        }
    }

    @Override
    public void restore(Digest digest) throws IOException {
        try {
            if (sizeOf(folders.blob(digest)).isEmpty()) {
                Files.move(
                        folders.deleted(digest),
                        folders.blob(digest),
                        StandardCopyOption.ATOMIC_MOVE);
                BlobFolders.sync(folders.of(digest));
            }
        } catch (NoSuchFileException _) {
            // Freed, or restored by somebody else.
        } catch (IOException e) {
            throw errors.explained(e, "cannot restore " + digest);
        }
    }

    @Override
    public void quarantine(Digest digest) throws IOException {
        try {
            Files.move(
                    folders.blob(digest),
                    folders.quarantined(digest),
                    StandardCopyOption.ATOMIC_MOVE);
            BlobFolders.sync(folders.quarantine());
            BlobFolders.sync(folders.of(digest));
        } catch (NoSuchFileException _) {
            // Deleted, or put aside before.
        } catch (IOException e) {
            throw errors.explained(e, "cannot quarantine " + digest);
        }
    }

    @Override
    public List<StoredBlob> blobsAfter(Optional<Digest> after, int limit) throws IOException {
        var blobs = new ArrayList<StoredBlob>();
        for (Digest digest : folders.blobsAfter(after, limit)) {
            sizeOf(folders.blob(digest)).ifPresent(size -> blobs.add(new StoredBlob(digest, size)));
        }
        return blobs;
    }

    @Override
    public void check() throws IOException {
        var probe = folders.probe();
        try {
            try {
                Files.write(probe, new byte[] {1}, StandardOpenOption.CREATE_NEW);
            } finally {
                // A full disk takes the name, and then not the byte.
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw errors.explained(e, "cannot write to the blob store");
        }
    }

    @Override
    public void close() {
        // Nothing is kept open between calls.
    }

    private static OptionalLong sizeOf(Path file) throws IOException {
        var attributes = attributes(file);
        return attributes == null ? OptionalLong.empty() : OptionalLong.of(attributes.size());
    }

    /// A miss is ordinary and must not cost an exception.
    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        return file.getFileSystem()
                .provider()
                .readAttributesIfExists(file, BasicFileAttributes.class);
    }
}
