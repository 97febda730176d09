package dev.berth.core.project;

import dev.berth.auth.Permissions;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.access.RobotGrants;
import dev.berth.core.allowlist.Allowlists;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.user.AccountEvents;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.database.Database;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.registry.content.Owners;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Accounts and projects, assembled: who there is, and what they may do where.
///
/// - `accounts`: those whose removal takes them out of their projects.
/// - `permissions` for `/v2`, `owners` for the registry below it.
/// - [#start] before the first request.
public final class ProjectFeature {
    private final Accounts accounts;
    private final RobotGrants robots;
    private final Members members;
    private final Projects projects;
    private final ProjectPolicy policy;
    private final ProjectBodies bodies;
    private final Allowlists allowlists;
    private final FormerPrefixes former;

    private ProjectFeature(
            Database database,
            PasswordHashes hashes,
            RobotGrants robots,
            List<Projects.Departure> departures,
            OpenProjects open,
            Clock clock) {
        this.robots = robots;
        var outbox = new Outbox(clock);
        var events = new ProjectEvents(outbox, Accounts.OPERATOR);
        members = new Members(database, events);
        accounts =
                new Accounts(database, hashes, clock, List.of(members), new AccountEvents(outbox));
        allowlists = new Allowlists(clock);
        projects = new Projects(database, members, allowlists, departures, events, clock);
        policy = new ProjectPolicy(members, open);
        bodies = new ProjectBodies(database, members, allowlists);
        former = new FormerPrefixes(database, accounts, projects, members);
    }

    /// Builds it; opens nothing.
    ///
    /// @param robots what they may do in projects
    /// @param departures told of each removal of a project, in its transaction
    public static ProjectFeature assemble(
            Database database,
            PasswordHashes hashes,
            RobotGrants robots,
            List<Projects.Departure> departures,
            Clock clock) {
        return assemble(database, hashes, robots, departures, OpenProjects.NONE, clock);
    }

    /// As the other, where the operator has opened projects to everybody.
    public static ProjectFeature assemble(
            Database database,
            PasswordHashes hashes,
            RobotGrants robots,
            List<Projects.Departure> departures,
            OpenProjects open,
            Clock clock) {
        return new ProjectFeature(database, hashes, robots, departures, open, clock);
    }

    /// Makes the projects that must be there.
    public void start() {
        former.adopt();
    }

    public Accounts accounts() {
        return accounts;
    }

    public RobotGrants robots() {
        return robots;
    }

    public Projects projects() {
        return projects;
    }

    public Members members() {
        return members;
    }

    public Allowlists allowlists() {
        return allowlists;
    }

    public ProjectPolicy policy() {
        return policy;
    }

    /// What principals may do with repositories.
    ///
    /// @param projectOnPush whether administrators may push where there is no project yet; the
    ///     routes of `/v2` then go through [#madeByPushes]
    public Permissions permissions(boolean projectOnPush) {
        return new ProjectPermissions(accounts, robots, projects, policy, projectOnPush);
    }

    /// The same routes of `/v2`, where the push of an administrator makes the project it lacks.
    public RouteGroup madeByPushes(RouteGroup group) {
        return new ProjectOnPush(accounts, projects).over(group);
    }

    public Owners owners() {
        return new ProjectOwners();
    }

    /// The guards of operations on a project.
    public ProjectGuards guards(ApiGuards guards) {
        return new ProjectGuards(projects, policy, guards);
    }

    /// The operations on projects and their metadata.
    public List<Route<?>> routes(ApiGuards guards, ProjectRules rules) {
        var projectGuards = guards(guards);
        var routes = new ArrayList<Route<?>>(
                new ProjectRoutes(projects, accounts, policy, bodies, rules, guards, projectGuards)
                        .routes());
        routes.addAll(new MetadataRoutes(projects, projectGuards).routes());
        return routes;
    }
}
