package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.registry.content.Content;
import dev.berth.registry.content.Leases;
import dev.berth.registry.content.MembershipTable;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.content.Repository;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/// Gives a repository a blob that another one has, without its bytes travelling again.
///
/// `readable` says whether the caller may pull from a repository, now; a source that it
/// refuses is treated as one that does not have the blob.
///
/// Source: distribution-spec, "Mounting a blob from another repository".
public final class MountBlob {
    private static final int OWNERS_PER_LOOK = 100;
    private static final int LOOKS_MAX = 10;

    private final Database database;
    private final Content content;
    private final Repositories repositories;
    private final Uploads uploads;
    private final Leases leases;

    public MountBlob(
            Database database,
            Content content,
            Repositories repositories,
            Uploads uploads,
            Leases leases) {
        this.database = database;
        this.content = content;
        this.repositories = repositories;
        this.uploads = uploads;
        this.leases = leases;
    }

    /// Mounts from `source`.
    public MountOutcome mount(
            RepositoryName target,
            Digest digest,
            RepositoryName source,
            Predicate<RepositoryName> readable)
            throws IOException {
        var owner = repositories.find(source);
        return owner.isPresent() && mounts(target, digest, owner.get(), readable)
                ? new MountOutcome.Mounted(digest)
                : new MountOutcome.UploadOpened(uploads.open(target, digest.algorithm()));
    }

    /// Mounts from whichever readable repository has the blob; asks about a bounded number.
    public MountOutcome mountFromAnywhere(
            RepositoryName target, Digest digest, Predicate<RepositoryName> readable)
            throws IOException {
        long last = Long.MIN_VALUE;
        for (int look = 0; look < LOOKS_MAX; look++) {
            var owners = owners(digest, last);
            for (var owner : owners) {
                if (mounts(target, digest, owner, readable)) {
                    return new MountOutcome.Mounted(digest);
                }
            }
            if (owners.size() < OWNERS_PER_LOOK) {
                break;
            }
            last = owners.getLast().id();
        }
        return new MountOutcome.UploadOpened(uploads.open(target, digest.algorithm()));
    }

    private List<Repository> owners(Digest digest, long last) {
        return database.read(
                transaction -> MembershipTable.owners(transaction, digest, last, OWNERS_PER_LOOK));
    }

    /// The source's membership is locked while the target's is made, so the sweeper cannot
    /// find the blob without an owner in between.
    private boolean mounts(
            RepositoryName target,
            Digest digest,
            Repository source,
            Predicate<RepositoryName> readable)
            throws IOException {
        if (!readable.test(source.name()) || content.blob(source.name(), digest).isEmpty()) {
            return false;
        }
        var known = repositories.find(target);
        return database.write(transaction -> {
            if (MembershipTable.lock(transaction, source.id(), List.of(digest)).isEmpty()) {
                return false;
            }
            long now = leases.now();
            long repository =
                    repositories.ensure(transaction, target, known, now).id();
            MembershipTable.grant(transaction, repository, digest, leases.until(now));
            return true;
        });
    }
}
