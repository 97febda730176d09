package dev.berth.storage.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Makes names durable: one pass of folder fsyncs serves all who wait for one.
///
/// *How it works.* Who has renamed a file joins the open batch with its folder, then queues for
/// the pass. The first of a batch that gets there closes the batch, syncs each of its folders
/// once and leaves the outcome for the others, who find the work done. While a pass runs, the
/// next batch fills: the more writers, the more names per fsync. A name is covered because it
/// was given before its batch was closed, and the batch is synced after it was closed.
final class FolderSyncs {
    private final ReentrantLock pass = new ReentrantLock();
    private Batch open = new Batch();

    /// Returns when every name given in `folder` before the call is on disk.
    void sync(Path folder) throws IOException {
        var batch = join(folder);
        pass.lock();
        try {
            if (!batch.done) {
                close(batch);
                batch.run();
            }
        } finally {
            pass.unlock();
        }
        batch.requireSynced(folder);
    }

    /// Brings a folder's names to disk, alone.
    static void syncNow(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private synchronized Batch join(Path folder) {
        open.folders.put(folder, Optional.empty());
        return open;
    }

    private synchronized void close(Batch batch) {
        if (open == batch) {
            open = new Batch();
        }
    }

    /// Filled under the monitor of [FolderSyncs]; run and read under [#pass] once it is closed.
    private static final class Batch {
        private final Map<Path, Optional<IOException>> folders = new LinkedHashMap<>();
        private boolean done;

        void run() {
            folders.replaceAll((folder, _) -> failure(folder));
            done = true;
        }

        void requireSynced(Path folder) throws IOException {
            var failure = folders.get(folder);
            if (failure != null && failure.isPresent()) {
                throw new IOException(
                        "cannot bring the names in " + folder + " to disk", failure.get());
            }
        }

        private static Optional<IOException> failure(Path folder) {
            try {
                syncNow(folder);
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(e);
            }
        }
    }
}
