package dev.berth.storage.filesystem;

import dev.berth.oci.Digest;
import dev.berth.oci.OciException;
import dev.berth.storage.BlobStore.Visitor;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Where things are: the only class that makes paths of digests and upload ids.
///
/// Every folder is made when the store is opened, so that no push has to make one and bring
/// it to disk. 256 folders for each algorithm hold some thousand files each at a million
/// blobs, which is little for any file system with indexed folders.
final class BlobFolders {
    private static final int FAN_OUT = 256;

    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"));

    private final Map<Digest.Algorithm, List<Path>> blobs;
    private final Path uploads;
    private final Path quarantine;
    private final Path deleted;

    private BlobFolders(Path root, Map<Digest.Algorithm, List<Path>> blobs) {
        this.blobs = blobs;
        this.uploads = root.resolve("uploads");
        this.quarantine = root.resolve("quarantine");
        this.deleted = root.resolve("deleted");
    }

    static boolean areIn(Path root) {
        return Files.isDirectory(root.resolve("blobs"));
    }

    /// Makes what is not there yet, on disk when this returns.
    static BlobFolders create(Path root) throws IOException {
        create(
                root,
                List.of(
                        root.resolve("blobs"),
                        root.resolve("uploads"),
                        root.resolve("quarantine"),
                        root.resolve("deleted")));
        var blobs = new EnumMap<Digest.Algorithm, List<Path>>(Digest.Algorithm.class);
        for (var algorithm : Digest.Algorithm.values()) {
            var folder = root.resolve("blobs").resolve(algorithm.wireName());
            create(root.resolve("blobs"), List.of(folder));
            var fanOut = Stream.iterate(0, i -> i < FAN_OUT, i -> i + 1)
                    .map(i -> folder.resolve(HexFormat.of().toHexDigits((byte) (int) i)))
                    .toList();
            create(folder, fanOut);
            blobs.put(algorithm, fanOut);
        }
        return new BlobFolders(root, blobs);
    }

    private static void create(Path parent, List<Path> folders) throws IOException {
        Files.createDirectories(parent, FOLDER_MODE);
        boolean created = false;
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, FOLDER_MODE);
                created = true;
            }
        }
        if (created) {
            sync(parent);
        }
    }

    /// Returns when every name given in `folder` before the call is on disk.
    static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// The folder of the blob.
    Path of(Digest digest) {
        return folders(digest.algorithm()).get(HexFormat.fromHexDigits(digest.hex(), 0, 2));
    }

    Path blob(Digest digest) {
        return of(digest).resolve(digest.hex());
    }

    Path upload(UploadId id) {
        return uploads.resolve(id.toString());
    }

    Path quarantine() {
        return quarantine;
    }

    Path quarantined(Digest digest) {
        return quarantine.resolve(flatName(digest));
    }

    /// Where a deleted blob is kept until its room is given back.
    Path deleted(Digest digest) {
        return deleted.resolve(flatName(digest));
    }

    private static String flatName(Digest digest) {
        return digest.algorithm().wireName() + "-" + digest.hex();
    }

    /// A file that no upload can have, to try writing with.
    Path probe() {
        return uploads.resolve(".check-" + UploadId.random());
    }

    /// Shows the staged uploads as the folder is read, which is once.
    void visitUploads(Visitor<UploadId> visitor) throws IOException {
        visit(uploads, BlobFolders::uploadId, visitor);
    }

    /// Shows the deleted blobs that are kept, as the folder is read, which is once.
    void visitDeleted(Visitor<Digest> visitor) throws IOException {
        visit(deleted, BlobFolders::flatDigest, visitor);
    }

    private static <T> void visit(
            Path folder, Function<String, Optional<T>> named, Visitor<T> visitor)
            throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                var item = named.apply(file.getFileName().toString());
                if (item.isPresent() && !visitor.visit(item.get())) {
                    return;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /// Blobs with a digest greater than `after`, in order.
    List<Digest> blobsAfter(Optional<Digest> after, int limit) throws IOException {
        var found = new ArrayList<Digest>();
        for (var algorithm : Digest.Algorithm.values()) {
            for (Path folder : folders(algorithm)) {
                if (found.size() >= limit) {
                    return found;
                }
                if (after.isPresent() && isBefore(algorithm, folder, after.get())) {
                    continue;
                }
                names(folder)
                        .flatMap(name -> digest(algorithm, folder, name))
                        .filter(digest -> after.isEmpty() || digest.compareTo(after.get()) > 0)
                        .sorted()
                        .limit(limit - found.size())
                        .forEach(found::add);
            }
        }
        return found;
    }

    private boolean isBefore(Digest.Algorithm algorithm, Path folder, Digest digest) {
        int byAlgorithm = algorithm.compareTo(digest.algorithm());
        return byAlgorithm < 0 || (byAlgorithm == 0 && folder.compareTo(of(digest)) < 0);
    }

    private List<Path> folders(Digest.Algorithm algorithm) {
        var folders = blobs.get(algorithm);
        if (folders == null) {
            throw new IllegalStateException("no folders for " + algorithm);
        }
        return folders;
    }

    private static Stream<String> names(Path folder) throws IOException {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                names.add(file.getFileName().toString());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names.stream();
    }

    private static Optional<UploadId> uploadId(String name) {
        try {
            return Optional.of(UploadId.parse(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // Not ours, or a probe.
        }
    }

    private static Optional<Digest> flatDigest(String name) {
        try {
            return Optional.of(Digest.parse(name.replaceFirst("-", ":")));
        } catch (OciException _) {
            return Optional.empty(); // Not ours.
        }
    }

    private static Stream<Digest> digest(Digest.Algorithm algorithm, Path folder, String name) {
        try {
            return name.startsWith(folder.getFileName().toString())
                    ? Stream.of(new Digest(algorithm, name))
                    : Stream.empty();
        } catch (OciException _) {
            return Stream.empty(); // Not ours.
        }
    }
}
