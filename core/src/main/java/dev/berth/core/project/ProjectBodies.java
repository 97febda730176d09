package dev.berth.core.project;

import dev.berth.core.access.Role;
import dev.berth.core.allowlist.Allowlist;
import dev.berth.core.allowlist.Allowlists;
import dev.berth.core.session.Caller;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.OwnedTable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Projects as somebody sees them: with their own role, and with what is counted and kept
/// elsewhere. A few queries for all of them.
public final class ProjectBodies {
    private final Database database;
    private final Members members;
    private final Allowlists allowlists;

    ProjectBodies(Database database, Members members, Allowlists allowlists) {
        this.database = database;
        this.members = members;
        this.allowlists = allowlists;
    }

    ProjectBody of(Project project, Caller caller) {
        return of(List.of(project), caller).firstEntry().getValue();
    }

    /// The bodies of these projects by their numbers, in the same order.
    SequencedMap<Long, ProjectBody> of(Collection<Project> projects, Caller caller) {
        return database.read(transaction -> {
            var bodies = withoutLists(transaction, projects, caller);
            var lists = allowlists.findAll(transaction, bodies.keySet());
            bodies.replaceAll((id, body) -> body.with(lists.getOrDefault(id, Allowlist.EMPTY)));
            return bodies;
        });
    }

    /// As [#of], of projects whose allowlists were never written, as most were not: a query less.
    SequencedMap<Long, ProjectBody> withUnwrittenLists(
            Collection<Project> projects, Caller caller) {
        var bodies = withoutLists(projects, caller);
        bodies.replaceAll((_, body) -> body.with(Allowlist.EMPTY));
        return bodies;
    }

    /// As [#of], without their allowlists: those may be long.
    public SequencedMap<Long, ProjectBody> withoutLists(
            Collection<Project> projects, Caller caller) {
        return database.read(transaction -> withoutLists(transaction, projects, caller));
    }

    private SequencedMap<Long, ProjectBody> withoutLists(
            Transaction transaction, Collection<Project> projects, Caller caller) {
        var ids = projects.stream().map(Project::id).toList();
        var counts = OwnedTable.repositories(transaction, ids);
        Map<Long, Role> roles = caller instanceof Caller.User(var account)
                ? members.findRoles(transaction, account.id(), ids)
                : Map.of();
        var bodies = new LinkedHashMap<Long, ProjectBody>();
        for (var project : projects) {
            long id = project.id();
            bodies.put(
                    id,
                    ProjectBody.of(
                            project,
                            counts.getOrDefault(id, 0L),
                            Optional.ofNullable(roles.get(id))));
        }
        return bodies;
    }

    /// How many characters the allowlists of these projects have; 0 if none of them was written.
    long listedCharacters(Collection<Project> projects) {
        var ids = projects.stream().map(Project::id).toList();
        return database.read(transaction -> allowlists.characters(transaction, ids));
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
