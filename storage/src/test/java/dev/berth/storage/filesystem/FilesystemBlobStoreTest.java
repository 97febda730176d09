package dev.berth.storage.filesystem;

import dev.berth.storage.BlobStore;
import dev.berth.storage.testing.BlobStoreContract;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class FilesystemBlobStoreTest extends BlobStoreContract {
    @TempDir
    Path folder;

    @Override
    protected BlobStore open() throws IOException {
        return FilesystemBlobStore.open(folder.resolve("store"));
    }
}
