package dev.berth.core.project;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.core.access.Role;
import dev.berth.core.project.FormerGrantTable.FormerGrant;
import dev.berth.core.project.Projects.Owner;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.OwnedTable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings what was there before projects into them, once, at the first start that knows projects.
///
/// *How it works.* For each first part of the name of a repository that is nobody's, a private
/// project is made, and the repositories are given to it. Then each grant on such a part, or on all
/// of them, makes its account a member with the role that may do the same with repositories:
/// pulling a limited guest, pushing a developer, deleting besides a maintainer. What no role says,
/// such as a grant on a single repository or the right to delete alone, makes nobody more than they
/// were: it is told in the log and stays in its table. All in one transaction.
final class FormerPrefixes {
    private static final Logger log = LoggerFactory.getLogger(FormerPrefixes.class);

    private final Database database;
    private final Accounts accounts;
    private final Projects projects;
    private final Members members;
    private final ProjectTable table = new ProjectTable();
    private final FormerGrantTable grants = new FormerGrantTable();

    FormerPrefixes(Database database, Accounts accounts, Projects projects, Members members) {
        this.database = database;
        this.accounts = accounts;
        this.projects = projects;
        this.members = members;
    }

    /// What was brought in, and what could not be.
    private record Adopted(List<Project> projects, List<FormerGrant> left) {}

    /// Makes the projects and members, and the library where there never was one. Before the first
    /// request; does nothing a second time.
    void adopt() {
        // Without a write where nothing is to be done: a full disk does not keep pulls from going
        // on.
        if (database.read(this::isAdopted)) {
            return;
        }
        var owner = accounts.findFirstAdministrator()
                .map(Owner::of)
                .orElse(new Owner(Account.FIRST_ID, Account.FIRST_NAME.text()));
        var adopted = database.write(transaction -> adopt(transaction, owner));
        for (var project : adopted.projects()) {
            log.atInfo().addKeyValue("project", project.name()).log("project made");
            if (project.isPublic()) {
                log.info(
                        "everybody may pull from {} without a login, as in Harbor; to end that:"
                                + " berth project update {} --private",
                        project.name(),
                        project.name());
            }
        }
        for (var grant : adopted.left()) {
            log.atWarn()
                    .addKeyValue("account", accountName(grant))
                    .addKeyValue("grant", grant)
                    .log("no role of a project says what this grant said; give one by hand");
        }
    }

    private boolean isAdopted(Transaction transaction) {
        return table.isLibraryMade(transaction)
                && OwnedTable.findOwnerless(transaction).isEmpty()
                && grants.areTaken(transaction);
    }

    private String accountName(FormerGrant grant) {
        return accounts.find(grant.accountId())
                .map(account -> account.name().text())
                .orElse("");
    }

    private Adopted adopt(Transaction transaction, Owner owner) {
        table.lock(transaction);
        var made = new ArrayList<Project>();
        for (var next = OwnedTable.findOwnerless(transaction);
                next.isPresent();
                next = OwnedTable.findOwnerless(transaction)) {
            var name = new ProjectName(ProjectName.partOf(next.get().value()));
            var project = table.find(transaction, name.text()).orElseGet(() -> {
                var fresh = insert(transaction, name, false, owner);
                made.add(fresh);
                return fresh;
            });
            OwnedTable.setOwner(transaction, name.text(), project.id());
        }
        var left = takeGrants(transaction, made, owner);
        if (!table.isLibraryMade(transaction)) {
            if (table.find(transaction, Project.LIBRARY.text()).isEmpty()) {
                made.add(insert(transaction, Project.LIBRARY, true, owner));
            }
            table.setLibraryMade(transaction);
        }
        return new Adopted(made, left);
    }

    private Project insert(
            Transaction transaction, ProjectName name, boolean isPublic, Owner owner) {
        long id = name.equals(Project.LIBRARY) && !table.isLibraryMade(transaction)
                ? Project.LIBRARY_ID
                : table.nextId(transaction);
        return projects.insert(transaction, id, NewProject.named(name, isPublic), owner);
    }

    /// Those that no role says, or says only in part.
    private List<FormerGrant> takeGrants(Transaction transaction, List<Project> made, Owner owner) {
        var left = new ArrayList<FormerGrant>();
        for (var grant : grants.take(transaction)) {
            var account = accounts.find(grant.accountId());
            var role = role(grant);
            if (account.isEmpty()) {
                continue;
            }
            if (role.isPresent()) {
                for (var project : projectsOf(transaction, grant, made, owner)) {
                    raise(transaction, project, account.get(), role.get());
                }
            }
            if (!isWhole(grant)) {
                left.add(grant);
            }
        }
        return left;
    }

    private List<Project> projectsOf(
            Transaction transaction, FormerGrant grant, List<Project> made, Owner owner) {
        if (grant.prefix().equals("*")) {
            return List.copyOf(made);
        }
        if (!isProject(grant)) {
            return List.of();
        }
        var name = new ProjectName(grant.prefix().substring(0, grant.prefix().length() - 1));
        var found = table.find(transaction, name.text());
        if (found.isPresent()) {
            return List.of(found.get());
        }
        made.add(insert(transaction, name, false, owner));
        return List.of(made.getLast());
    }

    /// Of several grants on one project the most powerful counts.
    private void raise(Transaction transaction, Project project, Account account, Role role) {
        if (members.insert(transaction, project.id(), account, role).isEmpty()) {
            members.raise(transaction, project, account, role);
        }
    }

    private static Optional<Role> role(FormerGrant grant) {
        boolean pushes = grant.actions().contains("push");
        if (pushes && grant.actions().contains("delete")) {
            return Optional.of(Role.MAINTAINER);
        }
        if (pushes) {
            return Optional.of(Role.DEVELOPER);
        }
        return grant.actions().contains("pull")
                ? Optional.of(Role.LIMITED_GUEST)
                : Optional.empty();
    }

    /// True for `team/`.
    private static boolean isProject(FormerGrant grant) {
        return grant.prefix().indexOf('/') == grant.prefix().length() - 1;
    }

    /// Whether a role in a project says the same; none says anything of projects to come.
    private static boolean isWhole(FormerGrant grant) {
        return isProject(grant)
                && (grant.actions().contains("push") || !grant.actions().contains("delete"));
    }
}
