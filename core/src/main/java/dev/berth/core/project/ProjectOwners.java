package dev.berth.core.project;

import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.Owners;

/// A repository's owner is the project that its name begins with.
///
/// The project's row is held, so that a push and the removal of its project exclude each other:
/// whichever comes second sees the other.
final class ProjectOwners implements Owners {
    private final ProjectTable table = new ProjectTable();

    @Override
    public long require(Transaction transaction, RepositoryName repository) {
        return table.hold(transaction, ProjectName.partOf(repository.value()))
                .orElseThrow(() -> new OciException(new OciError.NameUnknown(repository.value())));
    }
}
