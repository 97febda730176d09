package dev.berth.core.explain;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.auth.account.Account;
import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.Accounts;
import dev.berth.core.access.ProjectRights;
import dev.berth.core.access.Right;
import dev.berth.core.access.Role;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectFeature;
import dev.berth.core.project.ProjectName;
import dev.berth.core.robot.Robot;
import dev.berth.core.robot.Robots;
import dev.berth.core.session.Caller;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Says why somebody may or may not do something in a project, now.
public final class Explain {
    /// What can be done while nothing may change.
    private static final Set<String> READING = Set.of("pull", "read", "list");

    private static final Right PUSH = Right.of("repository:push");

    private final Accounts accounts;
    private final ProjectFeature projects;
    private final Robots robots;
    private final Permissions permissions;
    private final BooleanSupplier readOnly;
    private final Clock clock;

    /// @param permissions what decides about `/v2`
    /// @param readOnly whether nothing may change at the moment
    public Explain(
            ProjectFeature projects,
            Robots robots,
            Permissions permissions,
            BooleanSupplier readOnly,
            Clock clock) {
        this.accounts = projects.accounts();
        this.projects = projects;
        this.robots = robots;
        this.permissions = permissions;
        this.readOnly = readOnly;
        this.clock = clock;
    }

    /// Why `principal` may or may not do `operation` with `resource`.
    ///
    /// @param principal the name of a user or a robot; empty for somebody who has not logged in
    /// @param operation `pull`, `push`, `delete`, or a right of Harbor's tables: `member:list`
    /// @param resource a project, or a repository of it
    /// @throws HarborException if there is no such operation
    public Explanation of(String principal, String operation, String resource) {
        var right = right(operation);
        var account = Optional.of(principal).filter(AccountName::isOne).flatMap(accounts::find);
        var robot = account.isPresent() ? Optional.<Robot>empty() : robot(principal);
        if (!principal.isEmpty() && account.isEmpty() && robot.isEmpty()) {
            return new Explanation(
                    false,
                    List.of("there is no user and no robot " + principal + ": log-in is refused"));
        }
        if (robot.isPresent() && !robot.get().isUsable(clock.instant())) {
            var why = robot.get().disabled() ? " is disabled" : " has expired";
            return new Explanation(false, List.of(principal + why + ": log-in is refused"));
        }
        var name = ProjectName.ofRepository(resource);
        var project = name.flatMap(found -> projects.projects().find(found.text()));
        var caller = account.<Caller>map(Caller.User::new)
                .or(() -> robot.map(found -> caller(found, principal)))
                .orElseGet(Caller.Nobody::new);
        return project.isPresent()
                ? explain(caller, right, project.get())
                : explain(caller, right, resource);
    }

    private Optional<Robot> robot(String principal) {
        return principal.indexOf('\0') >= 0 ? Optional.empty() : robots.findByLogin(principal);
    }

    private static Caller caller(Robot robot, String name) {
        return new Caller.Robot(new Principal.Robot(robot.id(), name), robot.grants());
    }

    private Explanation explain(Caller caller, Right right, Project project) {
        var reasons = new ArrayList<String>();
        switch (caller) {
            case Caller.Nobody _ -> {}
            case Caller.User(var account) -> reasons.add(ofAccount(account, right, project));
            case Caller.Robot robot -> reasons.add(ofRobot(robot, right, project));
        }
        reasons.add(ofEverybody(right, project));
        if (projects.policy().isOpen(project, right)) {
            reasons.add("the operator lets everybody do this in " + project.name()
                    + ": auth.anonymous-push, auth.anonymous-delete");
        }
        return explained(projects.policy().allows(caller, project, right), right, reasons);
    }

    private Explanation explained(boolean allowed, Right right, List<String> reasons) {
        boolean stopped = readOnly.getAsBoolean() && !READING.contains(right.action());
        if (stopped) {
            reasons.add("the installation is in read-only mode: nothing may change");
        }
        return new Explanation(allowed && !stopped, reasons);
    }

    /// Where there is no project.
    private Explanation explain(Caller caller, Right right, String resource) {
        var reasons = new ArrayList<String>();
        reasons.add("there is no project that " + resource + " belongs to");
        boolean made = caller instanceof Caller.User(var account)
                && right.equals(PUSH)
                && permissions.allow(account.principal(), push(resource));
        if (made) {
            reasons.add(caller.name() + " is an administrator, whose push makes it");
        }
        return explained(made, right, reasons);
    }

    private static Permission push(String repository) {
        return new Permission(Resource.repository(repository), Action.PUSH);
    }

    private static String ofRobot(Caller.Robot robot, Right right, Project project) {
        var grants = robot.grants();
        if (grants.allowsEverywhere(right)) {
            return robot.name() + " has been granted " + right + " in all projects";
        }
        return "%s %s granted %s in %s"
                .formatted(
                        robot.name(),
                        grants.allowsInProject(project.id(), right) ? "has been" : "has not been",
                        right,
                        project.name());
    }

    private String ofAccount(Account account, Right right, Project project) {
        if (account.administrator()) {
            return account.name() + " is an administrator, who may do everything";
        }
        return projects.members()
                .findRole(project.id(), account.id())
                .map(role -> ofRole(account, role, right, project))
                .orElse(account.name() + " does not belong to " + project.name());
    }

    private static String ofRole(Account account, Role role, Right right, Project project) {
        return "%s is %s in %s, which %s %s"
                .formatted(
                        account.name(),
                        role.word(),
                        project.name(),
                        ProjectRights.of(role).contains(right) ? "allows" : "does not allow",
                        right);
    }

    private static String ofEverybody(Right right, Project project) {
        if (!project.isPublic()) {
            return project.name() + " is private";
        }
        return "%s is public, which %s everybody %s"
                .formatted(
                        project.name(),
                        ProjectRights.ofEverybody().contains(right) ? "allows" : "does not allow",
                        right);
    }

    private static Right right(String operation) {
        var text = operation.indexOf(':') < 0 ? "repository:" + operation : operation;
        return ProjectRights.all().stream()
                .filter(right -> right.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new HarborException(
                        ErrorCode.BAD_REQUEST,
                        "there is no such operation: write pull, push, delete, or a right such as"
                                + " member:list"));
    }
}
