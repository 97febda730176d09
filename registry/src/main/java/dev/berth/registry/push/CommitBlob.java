package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.BlobTable;
import dev.berth.registry.content.BlobTable.BlobRow;
import dev.berth.registry.content.BlobTable.State;
import dev.berth.registry.content.Leases;
import dev.berth.registry.content.MembershipTable;
import dev.berth.registry.content.Repositories;
import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Makes staged bytes a blob of a repository: the one place where a blob is acknowledged.
///
/// *How it works.* File and row cannot change in one step, and a sweeper may want to remove
/// the same blob at the same time, in this process or another. No lock is held while files
/// are written; instead the row says who may touch the file:
///
/// 1. *Claim.* No row: insert one that is `ARRIVING`. `ARRIVING`: renew it. `LIVE`: the
///    file is there, nothing to do. `CONDEMNED`: the sweeper is removing the file; wait for
///    it and look again. The sweeper leaves claims alone until they are old.
/// 2. *Put.* If the file is not there, commit the staged bytes: fsync, rename, fsync.
/// 3. *Acknowledge*, in one durable transaction: the row must be as it was claimed or seen,
///    and becomes `LIVE`; the repository gets its membership with a lease. A row that is
///    another one by now (somebody claimed the blob too, or it went and came again) counts
///    only if the file is there, which cannot go while the row is locked. If it does not
///    count, begin again: bytes are dropped only after this step.
///
/// The sweeper condemns, under the same row's lock, only what no repository owns. So
/// whichever of step 3 and the sweep comes second sees the other. A crash leaves an old
/// claim, a file that nobody owns, or staged bytes; the sweeper removes all three. It ends
/// because each round waits for a sweep that is finite, and a deadline bounds the rounds.
/// Cost: two transactions, one of them durable, and one look at the store if the blob is
/// known.
///
/// What the index has and the store lost, or has in another size, is put there again on the
/// way.
final class CommitBlob {
    /// Together five seconds, in which a sweeper that lives takes a file out of reach; what takes
    /// long it does afterwards.
    private static final Duration SWEEP_WAIT = Duration.ofMillis(20);

    private static final int SWEEP_LOOKS_MAX = 250;

    private final Database database;
    private final BlobStore store;
    private final Repositories repositories;
    private final Leases leases;
    private final Sweeping sweeping;

    CommitBlob(Database database, BlobStore store, Repositories repositories, Leases leases) {
        this.database = database;
        this.store = store;
        this.repositories = repositories;
        this.leases = leases;
        this.sweeping = new Sweeping(database);
    }

    /// Returns when `digest`, whose `size` bytes are staged, is durably a blob of
    /// `repository`.
    ///
    /// An `IOException` means that it is not; the staged bytes may be gone then.
    void commit(RepositoryName repository, UploadId staged, Digest digest, long size)
            throws IOException, InterruptedException {
        for (int look = 0; look < SWEEP_LOOKS_MAX; look++) {
            var row = claim(digest, size);
            switch (row.state()) {
                case LIVE -> {
                    if (acknowledge(repository, digest, row)) {
                        store.abort(staged);
                        return;
                    }
                }
                case ARRIVING -> {
                    put(staged, digest, size);
                    if (acknowledge(repository, digest, row)) {
                        return;
                    }
                    throw new IOException("the claim on " + digest
                            + " was too old when its file was stored; push it again");
                }
                case CONDEMNED -> sweeping.await(SWEEP_WAIT);
            }
        }
        throw new IOException(digest + " is still being removed; push it again later");
    }

    /// The blob's row as it stands for us: `ARRIVING` is ours, to put the file there; `LIVE`
    /// has its file.
    private BlobRow claim(Digest digest, long size) throws IOException {
        while (true) {
            var row = database.writeRelaxed(transaction -> claim(transaction, digest, size));
            if (row.state() != State.LIVE || (row.size() == size && isInPlace(digest, size))) {
                return row;
            }
            long now = leases.now();
            if (database.writeRelaxed(
                    transaction -> BlobTable.claim(transaction, digest, row, size, now))) {
                return new BlobRow(size, State.ARRIVING, now);
            }
        }
    }

    /// Claims a blob that is not there; else the row that stands against it.
    private BlobRow claim(Transaction transaction, Digest digest, long size) {
        while (true) {
            long now = leases.now();
            var ours = new BlobRow(size, State.ARRIVING, now);
            if (BlobTable.insertArriving(transaction, digest, size, now)) {
                return ours;
            }
            var row = BlobTable.find(transaction, digest);
            if (row.isEmpty()) {
                continue;
            }
            if (row.get().state() != State.ARRIVING) {
                return row.get();
            }
            if (BlobTable.claim(transaction, digest, row.get(), size, now)) {
                return ours;
            }
        }
    }

    private boolean isInPlace(Digest digest, long size) throws IOException {
        var found = store.size(digest);
        return found.isPresent() && found.getAsLong() == size;
    }

    private void put(UploadId staged, Digest digest, long size) throws IOException {
        var found = store.size(digest);
        if (found.isPresent() && found.getAsLong() != size) {
            store.quarantine(digest);
        }
        store.commit(staged, digest);
    }

    /// False if the blob was condemned since, or went and came again without its file.
    private boolean acknowledge(RepositoryName name, Digest digest, BlobRow seen)
            throws IOException {
        var known = repositories.find(name);
        try {
            return database.write(transaction -> {
                long now = leases.now();
                if (!settle(transaction, digest, seen, now)) {
                    return false;
                }
                var repository = repositories.ensure(transaction, name, known, now);
                MembershipTable.grant(transaction, repository.id(), digest, leases.until(now));
                return true;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean settle(Transaction transaction, Digest digest, BlobRow seen, long now) {
        if (BlobTable.settle(transaction, digest, seen, now)) {
            return true;
        }
        var row = BlobTable.lock(transaction, digest);
        return row.isPresent()
                && row.get().state() != State.CONDEMNED
                && isStillInPlace(digest, seen.size())
                && BlobTable.settle(transaction, digest, row.get(), now);
    }

    private boolean isStillInPlace(Digest digest, long size) {
        try {
            return isInPlace(digest, size);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for " + digest, e);
        }
    }
}
