package dev.berth.core.project;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.core.access.Right;
import dev.berth.core.access.RobotGrants;
import dev.berth.core.session.Caller;

import java.util.Optional;

/// What principals may do with repositories: what they may do in the project that the name
/// begins with.
///
/// - Nobody pushes where there is no project, but administrators whose push makes it
///   ([ProjectOnPush]). What else an administrator asks for there is allowed, and then not
///   found.
/// - A name of one part alone takes no pushes: content came there before there were projects.
/// - The catalog shows the names of all repositories, so it is for administrators, and for
///   robots to which it was granted.
///
/// *What it costs.* Two or three look-ups in exact caches: account, project, role; or robot
/// and project.
public final class ProjectPermissions implements Permissions {
    private static final Right PULL = Right.of("repository:pull");
    private static final Right PUSH = Right.of("repository:push");
    private static final Right DELETE = Right.of("repository:delete");
    private static final Right READ_CATALOG = Right.of("catalog:read");

    private final Accounts accounts;
    private final RobotGrants robots;
    private final Projects projects;
    private final ProjectPolicy policy;
    private final boolean projectOnPush;

    ProjectPermissions(
            Accounts accounts,
            RobotGrants robots,
            Projects projects,
            ProjectPolicy policy,
            boolean projectOnPush) {
        this.accounts = accounts;
        this.robots = robots;
        this.projects = projects;
        this.policy = policy;
        this.projectOnPush = projectOnPush;
    }

    @Override
    public boolean allow(Principal principal, Permission permission) {
        return switch (principal) {
            case Principal.Anonymous _ -> allow(new Caller.Nobody(), permission);
            case Principal.Account known -> {
                var account = accounts.find(known);
                yield account.isPresent() && allow(new Caller.User(account.get()), permission);
            }
            case Principal.Robot known -> {
                var grants = robots.findGrants(known.id());
                yield grants.isPresent()
                        && allow(new Caller.Robot(known, grants.get()), permission);
            }
        };
    }

    /// Administrators hear that a push lacks its project; all others cannot tell that from a
    /// project that they may not see.
    @Override
    public Optional<String> advice(Principal principal, Permission permission) {
        var name = permission.resource().name();
        boolean administrator = principal instanceof Principal.Account known
                && accounts.find(known).filter(Account::administrator).isPresent();
        if (!administrator || !permission.resource().type().equals(Resource.REPOSITORY)) {
            return Optional.empty();
        }
        var project = ProjectName.partOf(name);
        if (name.indexOf('/') < 0) {
            return Optional.of("a repository belongs to a project: push to library/" + name);
        }
        return Optional.of(
                ProjectName.isNew(project)
                        ? "there is no project %1$s: make it with `berth project create %1$s`"
                                .formatted(project)
                        : "no new project can be called " + project);
    }

    @Override
    public long incarnation(Resource resource) {
        return resource.type().equals(Resource.REPOSITORY)
                ? projects.findOfRepository(resource.name()).map(Project::id).orElse(0L)
                : 0;
    }

    private boolean allow(Caller who, Permission permission) {
        var resource = permission.resource();
        if (!resource.type().equals(Resource.REPOSITORY)) {
            return resource.equals(Resource.CATALOG) && who.may(READ_CATALOG);
        }
        boolean entering = permission.action() == Action.PUSH || permission.action() == Action.ALL;
        if (entering && resource.name().indexOf('/') < 0) {
            return false;
        }
        var project = projects.findOfRepository(resource.name());
        if (project.isPresent()) {
            return allow(who, project.get(), permission.action());
        }
        boolean makesIt = projectOnPush && ProjectName.isNew(ProjectName.partOf(resource.name()));
        boolean administrator = who instanceof Caller.Known known && known.isAdministrator();
        return administrator && (!entering || makesIt);
    }

    private boolean allow(Caller who, Project project, Action action) {
        return switch (action) {
            case PULL -> policy.allows(who, project, PULL);
            case PUSH -> policy.allows(who, project, PUSH);
            case DELETE -> policy.allows(who, project, DELETE);
            case ALL ->
                policy.allows(who, project, PULL)
                        && policy.allows(who, project, PUSH)
                        && policy.allows(who, project, DELETE);
        };
    }
}
