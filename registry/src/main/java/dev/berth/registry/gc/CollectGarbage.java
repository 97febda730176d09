package dev.berth.registry.gc;

import dev.berth.oci.Digest;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.BlobTable;
import dev.berth.registry.content.BlobTable.BlobRow;
import dev.berth.registry.content.BlobTable.State;
import dev.berth.registry.content.GarbageTable;
import dev.berth.registry.content.MembershipTable;
import dev.berth.registry.content.ReferenceTable;
import dev.berth.registry.content.SweepTable;
import dev.berth.registry.content.SweepTable.Estimate;
import dev.berth.registry.content.SweepTable.Suspect;
import dev.berth.storage.BlobStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Removes what nothing needs any more, while everything else goes on.
///
/// How it works:
///
/// - **Queue.** The transaction that drops the last reference to a blob in a repository, or that
///   adds a member that nothing refers to, puts (repository, digest) into `garbage` with the time
///   at which the lease ends. So a pass reads what is due, never what is stored.
/// - **Examine** (one durable transaction per batch). Under the lock of the membership, which a
///   manifest push shares while it checks what the manifest names: still referenced → not garbage;
///   lease renewed → due later; else the membership ends. Under the lock of the blob's row, which
///   an upload and a mount take when they make a member: nobody owns it → `CONDEMNED`. From then on
///   nobody can count on it: who uploads the same bytes waits until it is gone.
/// - **Remove** (one blob at a time, under the lock of its row): the file goes out of reach, which
///   is a rename or a request however large it is, then the row. Two sweepers cannot both remove:
///   the second finds no row. A file that came back since has a row that is not `CONDEMNED`.
/// - **Free** (no lock, so no writer waits for a slow disk): what is out of reach gives its room
///   back. The row is asked once more, because a sweeper may have lost its lock without knowing:
///   its process stood still before it took the file, and its connection was ended. Meanwhile
///   another one may have removed file and row, and somebody pushed the same bytes; then it was
///   their file that went. A row that is `LIVE` and has no file gets it back. One that is
///   `ARRIVING` may have lost it, too; what is kept waits until that is settled.
/// - **Claims.** An upload that died between claiming a digest and settling it leaves an `ARRIVING`
///   row, and perhaps a file. When the claim is old it is condemned like any other.
/// - A crash between examine and remove leaves `CONDEMNED` rows, one between remove and free leaves
///   files out of reach; every pass removes and frees all it finds. A file that cannot be removed
///   or freed keeps no other one: it is tried again, and told at the end.
///
/// Examine must be durable before the file goes, or a power cut could bring back a membership
/// without its bytes. The removal of the row need not be: repeating it does nothing.
public final class CollectGarbage {
    private static final Logger LOG = LoggerFactory.getLogger(CollectGarbage.class);

    /// So many suspects per transaction: writers wait no longer than some milliseconds.
    private static final int BATCH = 100;

    /// Longer than any upload may take between claiming a digest and settling it.
    private static final Duration CLAIM_LIFETIME = Duration.ofHours(1);

    private final Database database;
    private final BlobStore store;
    private final Clock clock;

    public CollectGarbage(Database database, BlobStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /// One pass: everything that is due now.
    ///
    /// @throws IOException if the store refuses; what was done stays done, the rest stays due
    public Collected collect() throws IOException {
        var collected = Collected.NOTHING;
        Optional<IOException> failure = Optional.empty();
        database.write(this::condemnOldClaims);
        boolean goesOn = true;
        while (goesOn) {
            var batch = database.write(this::examine);
            var removal = removeCondemned();
            collected = collected.plus(batch).plus(removal.done());
            var earlier = failure;
            failure = free().or(removal::failure).or(() -> earlier);
            goesOn = batch.examined() == BATCH && !removal.isStuck();
        }
        if (collected.blobs() > 0) {
            LOG.atInfo()
                    .addKeyValue("memberships", collected.memberships())
                    .addKeyValue("blobs", collected.blobs())
                    .addKeyValue("bytes", collected.bytes())
                    .log("garbage collected");
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return collected;
    }

    /// What a pass would do now; changes nothing.
    public Estimate estimate() {
        return database.read(transaction -> SweepTable.estimate(transaction, now()));
    }

    private int condemnOldClaims(Transaction transaction) {
        long before = Micros.of(clock.instant().minus(CLAIM_LIFETIME));
        return SweepTable.condemnClaims(transaction, before, now());
    }

    private Collected examine(Transaction transaction) {
        long now = now();
        var suspects = SweepTable.due(transaction, now, BATCH);
        int ended = 0;
        for (var suspect : suspects) {
            if (isGarbage(transaction, suspect, now)) {
                ended++;
            }
        }
        return new Collected(suspects.size(), ended, 0, 0);
    }

    /// Ends the membership if nothing needs it, and condemns the blob if it was the last.
    ///
    /// Blob before membership, as uploads lock them: who locks the other way round waits for
    /// them, and they for him.
    private static boolean isGarbage(Transaction transaction, Suspect suspect, long now) {
        long repository = suspect.repository();
        var digest = suspect.digest();
        boolean live = SweepTable.lockBlob(transaction, digest);
        var lease = SweepTable.lockLease(transaction, repository, digest);
        if (lease.isPresent()) {
            if (ReferenceTable.names(transaction, repository, digest)) {
                GarbageTable.delete(transaction, repository, List.of(digest));
                return false;
            }
            if (lease.getAsLong() > now) {
                GarbageTable.put(transaction, repository, digest, lease.getAsLong());
                return false;
            }
            MembershipTable.delete(transaction, repository, digest, now);
        }
        GarbageTable.delete(transaction, repository, List.of(digest));
        if (live) {
            SweepTable.condemnIfOwnerless(transaction, digest, now);
        }
        return lease.isPresent();
    }

    /// What was removed, and why some was not.
    private record Removal(Collected done, Optional<IOException> failure) {
        boolean isStuck() {
            return failure.isPresent() && done.blobs() == 0;
        }
    }

    private Removal removeCondemned() {
        var done = Collected.NOTHING;
        Optional<IOException> failure = Optional.empty();
        while (true) {
            var digests = database.read(transaction -> SweepTable.condemned(transaction, BATCH));
            int gone = 0;
            for (var digest : digests) {
                try {
                    done = done.plus(remove(digest));
                    gone++;
                } catch (IOException e) {
                    failure = Optional.of(e);
                }
            }
            if (digests.size() < BATCH || gone == 0) {
                return new Removal(done, failure);
            }
        }
    }

    /// Removes file and row while holding the row's lock.
    private Collected remove(Digest digest) throws IOException {
        try {
            return database.writeRelaxed(transaction -> {
                var size = SweepTable.lockCondemned(transaction, digest);
                if (size.isEmpty()) {
                    return Collected.NOTHING;
                }
                boolean freed = deleteFile(digest);
                SweepTable.forget(transaction, digest);
                return new Collected(0, 0, 1, freed ? size.getAsLong() : 0);
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Gives room back; why some was not, if so.
    private Optional<IOException> free() {
        var failure = new AtomicReference<Optional<IOException>>(Optional.empty());
        try {
            store.visitDeleted(digest -> {
                try {
                    free(digest);
                } catch (IOException e) {
                    failure.set(Optional.of(e));
                }
                return true;
            });
        } catch (IOException e) {
            failure.set(Optional.of(e));
        }
        return failure.get();
    }

    private void free(Digest digest) throws IOException {
        var row = database.read(transaction -> BlobTable.find(transaction, digest));
        switch (row.map(BlobRow::state).orElse(State.CONDEMNED)) {
            case CONDEMNED -> store.free(digest);
            case ARRIVING -> {
                // Looked at again in the next pass.
            }
            case LIVE -> {
                if (store.size(digest).isPresent()) {
                    store.free(digest);
                } else {
                    LOG.atWarn().addKeyValue("digest", digest).log("a blob's file is put back");
                    store.restore(digest);
                }
            }
        }
    }

    private boolean deleteFile(Digest digest) {
        try {
            return store.delete(digest);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + digest, e);
        }
    }

    private long now() {
        return Micros.of(clock.instant());
    }
}
