package dev.berth.storage.filesystem;

import dev.berth.storage.StoreFullException;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Tells "there is no room" from "the disk failed".
///
/// Java gives the system's error only as its text, which may be in another language. Where
/// the text says nothing, the file system is asked how much room it has.
final class DiskErrors {
    private static final long ROOM_MIN_BYTES = 1L << 20;

    private final Path root;

    DiskErrors(Path root) {
        this.root = root;
    }

    /// The exception to throw: what was tried, with the cause.
    IOException explained(IOException e, String tried) {
        if (isFull(e)) {
            return new StoreFullException(tried + ": no room, or read-only: " + reason(e), e);
        }
        return new IOException(tried + ": " + reason(e), e);
    }

    private boolean isFull(IOException e) {
        var reason = reason(e);
        return Stream.of("No space left on device", "Disk quota exceeded", "Read-only file system")
                        .anyMatch(reason::contains)
                || hasNoRoom();
    }

    private boolean hasNoRoom() {
        try {
            FileStore store = Files.getFileStore(root);
            return store.isReadOnly() || store.getUsableSpace() < ROOM_MIN_BYTES;
        } catch (IOException _) {
            return false; // Whoever cannot even tell the room has failed, not run full.
        }
    }

    private static String reason(IOException e) {
        String reason =
                e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }
}
