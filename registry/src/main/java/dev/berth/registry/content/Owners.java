package dev.berth.registry.content;

import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Transaction;

/// Port: whose is a repository that is about to get content?
///
/// Asked in each transaction that gives a repository something, so that no content comes to an
/// owner who leaves at the same time.
@FunctionalInterface
public interface Owners {
    /// Everything is nobody's, and may always get content.
    Owners NONE = (_, _) -> 0;

    /// The number of the owner, who stays until the transaction ends.
    ///
    /// @throws OciException if nobody owns such a repository: it gets no content
    long require(Transaction transaction, RepositoryName repository);
}
