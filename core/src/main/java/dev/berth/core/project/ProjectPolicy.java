package dev.berth.core.project;

import dev.berth.auth.account.Account;
import dev.berth.core.access.ProjectRights;
import dev.berth.core.access.Right;
import dev.berth.core.session.Caller;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// Decides what somebody may do in a project: the one place, for `/v2` and for Harbor's API.
///
/// - An administrator may do everything, a member what their role may, a robot what was granted to
///   it, everybody in a public project what its table says, and in one that the operator has
///   opened what [OpenProjects] says.
/// - Answers from exact caches.
public final class ProjectPolicy {
    private final Members members;
    private final OpenProjects open;

    ProjectPolicy(Members members, OpenProjects open) {
        this.members = members;
        this.open = open;
    }

    /// True if `who` may do this now.
    public boolean allows(Caller who, Project project, Right right) {
        if (project.isPublic() && ProjectRights.ofEverybody().contains(right)) {
            return true;
        }
        if (open.rights(project.name()).contains(right)) {
            return true;
        }
        return switch (who) {
            case Caller.Nobody _ -> false;
            case Caller.User(var account) -> allows(account, project, right);
            case Caller.Robot robot -> robot.grants().allowsInProject(project.id(), right);
        };
    }

    private boolean allows(Account account, Project project, Right right) {
        return account.administrator()
                || members.findRole(project.id(), account.id())
                        .filter(role -> ProjectRights.of(role).contains(right))
                        .isPresent();
    }

    /// True if the project is there for `who`.
    boolean shows(Caller who, Project project) {
        return project.isPublic()
                || switch (who) {
                    case Caller.Nobody _ -> false;
                    case Caller.User(var account) ->
                        account.administrator()
                                || members.findRole(project.id(), account.id()).isPresent();
                    case Caller.Robot robot ->
                        robot.grants().reaches(project.id()) || robot.may(Visible.LIST_ALL);
                };
    }

    /// True if the operator's settings let everybody do this in the project.
    public boolean isOpen(Project project, Right right) {
        return open.rights(project.name()).contains(right);
    }

    /// Everything that somebody may do in a project.
    public SequencedSet<Right> rights(Caller who, Project project) {
        var rights = new LinkedHashSet<Right>();
        switch (who) {
            case Caller.Nobody _ -> {}
            case Caller.User(var account) -> {
                if (account.administrator()) {
                    rights.addAll(ProjectRights.all());
                }
                members.findRole(project.id(), account.id())
                        .ifPresent(role -> rights.addAll(ProjectRights.of(role)));
            }
            case Caller.Robot robot -> rights.addAll(robot.grants().inProject(project.id()));
        }
        if (project.isPublic()) {
            rights.addAll(ProjectRights.ofEverybody());
        }
        rights.addAll(open.rights(project.name()));
        return rights;
    }
}
