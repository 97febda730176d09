package dev.berth.storage.memory;

import dev.berth.storage.BlobStore;
import dev.berth.storage.testing.BlobStoreContract;

import java.time.Clock;

class MemoryBlobStoreTest extends BlobStoreContract {
    private final MemoryBlobStore store = new MemoryBlobStore(Clock.systemUTC());

    @Override
    protected BlobStore open() {
        return store;
    }
}
