package dev.berth.core.project;

import dev.berth.auth.account.Account;
import dev.berth.core.access.ProjectRights;
import dev.berth.core.access.Right;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/// Decides what somebody may do in a project: the one place, for `/v2` and for Harbor's API.
///
/// - An administrator may do everything, a member what their role may, everybody in a public
///   project what its table says.
/// - Answers from exact caches.
public final class ProjectPolicy {
    private final Members members;

    ProjectPolicy(Members members) {
        this.members = members;
    }

    /// True if `who`, or somebody whom nobody knows, may do this now.
    public boolean allows(Optional<Account> who, Project project, Right right) {
        if (project.isPublic() && ProjectRights.ofEverybody().contains(right)) {
            return true;
        }
        return who.isPresent() && allows(who.get(), project, right);
    }

    private boolean allows(Account account, Project project, Right right) {
        return account.administrator()
                || members.findRole(project.id(), account.id())
                        .filter(role -> ProjectRights.of(role).contains(right))
                        .isPresent();
    }

    /// Everything that an account may do in a project.
    public SequencedSet<Right> rights(Account account, Project project) {
        var rights = new LinkedHashSet<Right>();
        if (account.administrator()) {
            rights.addAll(ProjectRights.all());
        }
        members.findRole(project.id(), account.id())
                .ifPresent(role -> rights.addAll(ProjectRights.of(role)));
        if (project.isPublic()) {
            rights.addAll(ProjectRights.ofEverybody());
        }
        return rights;
    }
}
