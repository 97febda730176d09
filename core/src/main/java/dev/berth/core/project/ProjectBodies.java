package dev.berth.core.project;

import dev.berth.core.access.Role;
import dev.berth.core.allowlist.Allowlist;
import dev.berth.core.allowlist.Allowlists;
import dev.berth.core.session.Caller;
import dev.berth.platform.database.Database;
import dev.berth.registry.content.OwnedTable;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Projects as somebody sees them: with their own role, and with what is counted and
/// kept elsewhere.
final class ProjectBodies {
    private final Database database;
    private final Members members;
    private final Allowlists allowlists;

    ProjectBodies(Database database, Members members, Allowlists allowlists) {
        this.database = database;
        this.members = members;
        this.allowlists = allowlists;
    }

    ProjectBody of(Project project, Caller caller) {
        long id = project.id();
        var role = caller instanceof Caller.User(var account)
                ? members.findRole(id, account.id())
                : Optional.<Role>empty();
        return database.read(transaction -> ProjectBody.of(
                        project,
                        OwnedTable.repositories(transaction, List.of(id)).getOrDefault(id, 0L),
                        role)
                .with(allowlists.find(transaction, id)));
    }

    /// As a list shows projects that has their allowlists, too: those are read if any
    /// was written, as most were not.
    Function<ListedProject, ProjectBody> withLists(Collection<ListedProject> projects) {
        var written = projects.stream()
                .filter(listed -> listed.allowlistCharacters() > 0)
                .map(listed -> listed.project().id())
                .toList();
        var lists = written.isEmpty()
                ? Map.<Long, Allowlist>of()
                : database.query(transaction -> allowlists.findAll(transaction, written));
        return listed -> ProjectBody.of(listed)
                .with(lists.getOrDefault(listed.project().id(), Allowlist.EMPTY));
    }

    /// What a project comes to.
    ///
    /// @param withMembers whether the caller may see how many there are
    /// @param withQuota whether the caller may see what it takes
    ProjectBody.Summary summary(Project project, boolean withMembers, boolean withQuota) {
        long id = project.id();
        return database.read(transaction -> ProjectBody.Summary.of(
                OwnedTable.repositories(transaction, List.of(id)).getOrDefault(id, 0L),
                withMembers ? members.counts(transaction, id) : Map.of(),
                withQuota
                        ? ProjectBody.Quota.of(
                                project.storageLimit(), OwnedTable.bytes(transaction, id))
                        : null));
    }
}
