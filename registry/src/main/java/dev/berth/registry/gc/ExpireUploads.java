package dev.berth.registry.gc;

import dev.berth.platform.database.Database;
import dev.berth.registry.content.UploadTable;
import dev.berth.storage.BlobStore;
import dev.berth.storage.BlobStore.StagedUpload;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Drops uploads that nobody goes on with, and bytes that belong to no upload.
///
/// - A session ends when nothing came to it for the whole lifetime.
/// - Staged bytes without a session are of a blob pushed in one request, which makes progress or
///   is cut by the server, or of a process that died; an hour tells them apart.
public final class ExpireUploads {
    private static final int BATCH = 100;
    private static final Duration ORPHAN_LIFETIME = Duration.ofHours(1);

    private final Database database;
    private final BlobStore store;
    private final Duration lifetime;
    private final Clock clock;

    public ExpireUploads(Database database, BlobStore store, Duration lifetime, Clock clock) {
        this.database = database;
        this.store = store;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /// One pass; how many uploads it dropped.
    ///
    /// @throws IOException if the store refuses; the rest is dropped by a later pass
    public int expire() throws IOException {
        return expireSessions() + dropOrphans();
    }

    private int expireSessions() throws IOException {
        long before = Micros.of(clock.instant().minus(lifetime));
        int dropped = 0;
        while (true) {
            var uploads =
                    database.read(transaction -> UploadTable.untouched(transaction, before, BATCH));
            for (var upload : uploads) {
                drop(upload);
            }
            dropped += uploads.size();
            if (uploads.size() < BATCH) {
                return dropped;
            }
        }
    }

    private void drop(UploadId upload) throws IOException {
        store.abort(upload);
        database.writeRelaxed(transaction -> {
            UploadTable.delete(transaction, upload);
            return upload;
        });
    }

    private int dropOrphans() throws IOException {
        int dropped = 0;
        Optional<UploadId> after = Optional.empty();
        while (true) {
            var staged = store.stagedAfter(after, BATCH);
            for (var upload : staged) {
                if (isOrphan(upload)) {
                    store.abort(upload.id());
                    dropped++;
                }
            }
            if (staged.size() < BATCH) {
                return dropped;
            }
            after = Optional.of(staged.getLast().id());
        }
    }

    private boolean isOrphan(StagedUpload upload) {
        return upload.modifiedAt().isBefore(clock.instant().minus(ORPHAN_LIFETIME))
                && database.read(transaction -> UploadTable.find(transaction, upload.id()))
                        .isEmpty();
    }
}
