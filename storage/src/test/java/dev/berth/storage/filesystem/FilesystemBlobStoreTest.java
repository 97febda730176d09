package dev.berth.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.platform.waiting.Waits;
import dev.berth.storage.BlobStore;
import dev.berth.storage.BlobStore.StagedUpload;
import dev.berth.storage.BlobStore.StoredBlob;
import dev.berth.storage.UploadId;
import dev.berth.storage.testing.BlobStoreContract;
import dev.berth.storage.testing.Blobs;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

class FilesystemBlobStoreTest extends BlobStoreContract {
    /// Shared by the tests, because making 512 folders for each takes longer than the rest.
    @TempDir
    static Path folder;

    @Override
    protected BlobStore open() throws IOException {
        return FilesystemBlobStore.open(folder);
    }

    @AfterEach
    void emptyStore() throws IOException {
        try (var store = open()) {
            for (StoredBlob blob : store.blobsAfter(Optional.empty(), 1_000)) {
                store.delete(blob.digest());
            }
            for (StagedUpload upload : Blobs.staged(store)) {
                store.abort(upload.id());
            }
            store.visitDeleted(deleted -> {
                store.free(deleted);
                return true;
            });
        }
    }

    @Test
    void files_are_where_the_layout_says_and_closed_to_others() throws IOException {
        byte[] bytes = new byte[10];
        var id = UploadId.random();
        try (var store = open()) {
            store.stage(id);
            Blobs.append(store, id, bytes);
            var staged = folder.resolve("uploads").resolve(id.toString());
            assertThat(staged).hasBinaryContent(bytes);

            var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
            store.commit(id, digest);

            var fanOut = folder.resolve("blobs/sha256").resolve(digest.hex().substring(0, 2));
            assertThat(fanOut.resolve(digest.hex())).hasBinaryContent(bytes);
            assertThat(staged).doesNotExist();
            assertThat(mode(fanOut.resolve(digest.hex()))).isEqualTo("rw-r-----");
            assertThat(mode(fanOut)).isEqualTo("rwxr-x---");

            store.quarantine(digest);
            assertThat(folder.resolve("quarantine/sha256-" + digest.hex())).hasBinaryContent(bytes);
        }
    }

    @Test
    void a_deleted_blob_is_kept_where_the_layout_says_until_it_is_freed() throws IOException {
        byte[] bytes = new byte[] {1, 2, 3};
        try (var store = open()) {
            var digest = Blobs.push(store, bytes);
            var kept = folder.resolve("deleted/sha256-" + digest.hex());

            store.delete(digest);
            assertThat(kept).hasBinaryContent(bytes);

            store.free(digest);
            assertThat(kept).doesNotExist();
        }
    }

    @Test
    void who_may_not_wait_looks_at_no_disk() throws IOException {
        var digest = Digest.of(Digest.Algorithm.SHA256, new byte[10]);
        try (var store = open()) {
            assertThat(Waits.without(() -> store.find(digest))).isEmpty();
            assertThat(Waits.without(() -> store.size(digest))).isEmpty();
            assertThat(store.find(digest)).isEmpty();
        }
    }

    @Test
    void files_that_are_not_of_the_store_are_left_out_of_its_lists() throws IOException {
        Files.createDirectories(folder.resolve("blobs/sha256/aa/lost+found"));
        Files.write(folder.resolve("blobs/sha256/aa/readme"), new byte[1]);
        Files.write(folder.resolve("uploads/.nfs0001"), new byte[1]);
        try (var store = open()) {
            assertThat(store.blobsAfter(Optional.empty(), 10)).isEmpty();
            assertThat(Blobs.staged(store)).isEmpty();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
