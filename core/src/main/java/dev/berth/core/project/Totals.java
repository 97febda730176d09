package dev.berth.core.project;

import dev.berth.core.session.Caller.Known;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.OwnedTable;
import dev.berth.registry.content.Repository;

import java.util.List;
import java.util.stream.Stream;

/// What is in projects altogether, as far as somebody sees it.
public final class Totals {
    private static final Listing ALL = new Listing(List.of(), List.of(), 0, 1);

    private final Database database;
    private final ProjectTable table = new ProjectTable();

    public Totals(Database database) {
        this.database = database;
    }

    /// How many projects and repositories there are.
    public record Counts(long projects, long repositories) {}

    /// A repository, and the project that it belongs to.
    public record Found(Project project, RepositoryName repository) {}

    /// What somebody sees, at one moment.
    ///
    /// @param ofPrivate of private projects that they belong to; of all for an administrator
    public record Seen(Counts ofPublic, Counts ofPrivate) {}

    /// What the caller sees.
    public Seen seenBy(Known caller) {
        return database.read(transaction -> {
            var open = counts(transaction, new Visible.Public());
            var all = counts(transaction, Visible.to(caller));
            return new Seen(
                    open,
                    new Counts(
                            all.projects() - open.projects(),
                            all.repositories() - open.repositories()));
        });
    }

    private Counts counts(Transaction transaction, Visible visible) {
        return new Counts(
                table.total(transaction, visible, ALL),
                OwnedTable.repositories(
                        transaction, ProjectTable.visibleIds(transaction, visible)));
    }

    /// How many bytes all blobs take.
    public long bytes() {
        return database.read(OwnedTable::bytes);
    }

    /// At most `limit` repositories in projects that somebody sees, with `part` in their names.
    public List<Found> search(Visible visible, String part, int limit) {
        return database.read(transaction -> {
            var repositories = OwnedTable.find(
                    transaction, part, ProjectTable.visibleIds(transaction, visible), limit);
            var projects = table.findAll(
                    transaction,
                    repositories.stream().map(Repository::owner).distinct().toList());
            return repositories.stream()
                    .flatMap(repository -> Stream.ofNullable(projects.get(repository.owner()))
                            .map(project -> new Found(project, repository.name())))
                    .toList();
        });
    }
}
