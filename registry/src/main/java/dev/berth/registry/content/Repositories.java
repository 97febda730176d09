package dev.berth.registry.content;

import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.ExactCache;
import dev.berth.platform.database.Transaction;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The repositories there are; one comes to be with the first content that it accepts.
public final class Repositories {
    private static final int RANDOM_BITS = 10;

    private final Database database;
    private final Owners owners;
    private final ExactCache<Repository> cache;

    public Repositories(Database database, long cacheEntries, Owners owners) {
        this.database = database;
        this.owners = owners;
        this.cache = database.cache(RepositoryTable.TOPIC, cacheEntries);
    }

    public Optional<Repository> find(RepositoryName name) {
        return cache.find(
                name.value(),
                _ -> database.read(transaction -> RepositoryTable.find(transaction, name)));
    }

    /// As [#find]. Refusal: `NameUnknown`.
    public Repository require(RepositoryName name) {
        return find(name)
                .orElseThrow(() -> new OciException(new OciError.NameUnknown(name.value())));
    }

    /// The repository, made now if it is not there, with an owner who stays until the transaction
    /// ends: the one way to content for it.
    ///
    /// Ids are the time and some random bits: processes need no common counter, and rows of
    /// one repository lie together. Should an id be taken after all, the insert does
    /// nothing and is made again with another one.
    ///
    /// @param known what [#find] said before the transaction; spares looking again
    /// @throws OciException if nobody owns such a repository
    public Repository ensure(
            Transaction transaction, RepositoryName name, Optional<Repository> known, long now) {
        long owner = owners.require(transaction, name);
        return known.filter(repository -> repository.owner() == owner)
                .orElseGet(() -> ensure(transaction, name, owner, now));
    }

    private static Repository ensure(
            Transaction transaction, RepositoryName name, long owner, long now) {
        while (true) {
            var found = RepositoryTable.find(transaction, name);
            if (found.isPresent()) {
                if (found.get().owner() != owner) {
                    RepositoryTable.setOwner(transaction, found.get(), owner);
                }
                return new Repository(found.get().id(), name, owner);
            }
            long random = ThreadLocalRandom.current().nextLong(1L << RANDOM_BITS);
            RepositoryTable.insert(
                    transaction, new Repository(now << RANDOM_BITS | random, name, owner));
        }
    }
}
